import { expect, test } from 'vitest';
import { forgottenMessage } from '../../../src/slack/messages/forgotten.ts';

const section = { type: 'section', text: { type: 'mrkdwn', text: 'a &amp; b', verbatim: true } };
const button = (action_id: string) => ({ type: 'button', action_id, text: { text: 'x' } });

test('a message keeps what it shows and its links, loses its buttons, and says why', () => {
  const blocks = [
    section,
    { type: 'actions', block_id: 'b1', elements: [button('stop'), button('link-portal')] },
    { type: 'actions', block_id: 'b2', elements: [button('refresh')] },
  ];
  expect(forgottenMessage({ text: 'a &amp; b.', blocks, ts: '1.2' }, 'Lost.')).toEqual({
    text: 'a &amp; b. 🕳️ Lost.',
    blocks: [
      section,
      { type: 'actions', block_id: 'b1', elements: [button('link-portal')] },
      { type: 'context', elements: [{ type: 'mrkdwn', text: '🕳️ Lost.', verbatim: true }] },
    ],
  });
});

test('what is no message of ours is left alone', () => {
  expect(forgottenMessage(undefined, 'Lost.')).toBeUndefined();
  expect(forgottenMessage({ text: 'typed' }, 'Lost.')).toBeUndefined();
});
