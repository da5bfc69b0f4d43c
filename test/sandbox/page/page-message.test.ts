import { expect, test } from 'vitest';
import { pageMessage } from '../../../src/sandbox/page/stage/page-message.ts';
import { startSlack } from '../slack/start-slack.ts';

test('a picture that was uploaded is shown with its title, and one that is not there is none', async () => {
  const slack = await startSlack();
  const files = [
    { id: 'F1', title: 'How it went' },
    { id: 'F2', title: 'Gone' },
  ];
  const message = slack.say({ channel: 'C0DBA', user: 'U0ALICE', text: '', files });
  const known = new Map([['F1', { bytes: new Uint8Array([1, 2, 255]) }]]);
  expect(pageMessage(message, (id) => known.get(id)).pictures).toEqual([
    { title: 'How it went', url: 'data:image/png;base64,AQL/' },
  ]);
  expect(pageMessage({ ...message, deleted: true }, () => undefined).pictures).toEqual([]);
});
