import { expect, test } from 'vitest';
import { textOfMessage } from '../../src/slack/text-of-message.ts';

const ID = 'aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee';
const run = (text: string, style = {}) => ({ type: 'text', text, style });
const rich = (...elements: object[]) => ({
  type: 'rich_text',
  elements: [{ type: 'rich_text_section', elements }],
});

test.each<[string, unknown]>([
  ['its text', { text: `see ${ID}` }],
  [
    'runs of rich text, whatever their styles',
    { blocks: [rich(run(ID.slice(0, 9), { bold: true }), run(ID.slice(9)))] },
  ],
  ['a link', { blocks: [rich(run('see '), { type: 'link', url: `https://x.test/${ID}?s=1` })] }],
  ['the words of a link', { blocks: [rich({ type: 'link', url: 'https://x.test', text: ID })] }],
  [
    'a list within a list',
    {
      blocks: [
        {
          type: 'rich_text',
          elements: [
            {
              type: 'rich_text_list',
              elements: [{ type: 'rich_text_section', elements: [run(ID)] }],
            },
          ],
        },
      ],
    },
  ],
  [
    'a block of code',
    {
      blocks: [
        { type: 'rich_text', elements: [{ type: 'rich_text_preformatted', elements: [run(ID)] }] },
      ],
    },
  ],
  ['a section', { blocks: [{ type: 'section', text: { type: 'mrkdwn', text: ID } }] }],
  [
    'fields of a section',
    { blocks: [{ type: 'section', fields: [{ type: 'mrkdwn', text: ID }] }] },
  ],
  ['a context', { blocks: [{ type: 'context', elements: [{ type: 'mrkdwn', text: ID }] }] }],
  [
    'a button that opens a page',
    { blocks: [{ type: 'actions', elements: [{ type: 'button', url: `https://x.test/${ID}` }] }] },
  ],
  ['an attachment', { attachments: [{ fallback: ID }] }],
  ['a field of an attachment', { attachments: [{ fields: [{ title: 'Operation', value: ID }] }] }],
  [
    'blocks of an attachment',
    { attachments: [{ blocks: [{ type: 'section', text: { type: 'plain_text', text: ID } }] }] },
  ],
  [
    'a message that is shared',
    {
      attachments: [{ is_share: true, message_blocks: [{ message: { blocks: [rich(run(ID))] } }] }],
    },
  ],
  ['the beginning of a file', { files: [{ name: 'log.txt', preview: `x\n${ID}` }] }],
  ['a mail', { files: [{ title: 'Mail', plain_text: ID }] }],
])('is found in %s', (_what, message) => {
  expect(textOfMessage(message)).toContain(ID);
});

test('what stands before a value tells what it is', () => {
  const fields = [{ title: 'Correlation id', value: ID }];
  expect(textOfMessage({ attachments: [{ fields }] })).toBe(`Correlation id: ${ID}`);
});

test.each([undefined, null, 7, 'text', [], {}, { blocks: 'x', attachments: [null] }])(
  'what is no message says nothing: %j',
  (message) => {
    expect(textOfMessage(message)).toBe('');
  },
);

test('what is nested without end is given up, and not the process', () => {
  let block: object = { text: 'deep' };
  for (let depth = 0; depth < 10_000; depth++) block = { elements: [block] };
  expect(textOfMessage({ blocks: [block] })).toBe('');
});
