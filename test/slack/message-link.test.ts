import { expect, test } from 'vitest';
import { startSimulatedSlack } from '../../src/sandbox/slack/simulated-slack.ts';
import { messageLink } from '../../src/slack/message-link.ts';
import { channelNamed } from '../names.ts';

test('a link is the one that Slack itself gives', async () => {
  const slack = await startSimulatedSlack();
  try {
    const call = async (method: string, query: string) => {
      const headers = { authorization: `Bearer ${slack.botToken}` };
      const url = `${slack.apiUrl}${method}?${query}`;
      const body = new URLSearchParams(query);
      return (await (await fetch(url, { method: 'POST', headers, body })).json()) as never;
    };
    const { ts } = await call('chat.postMessage', 'channel=C0DBA&text=hello');
    const { url } = await call('auth.test', '');
    const { permalink } = await call('chat.getPermalink', `channel=C0DBA&message_ts=${ts}`);
    expect(messageLink(url, channelNamed('C0DBA'), ts)).toBe(permalink);
  } finally {
    await slack.close();
  }
});

test.each([undefined, '', 'nonsense'])(
  'there is none without the workspace’s address: %s',
  (url) => {
    expect(messageLink(url, channelNamed('C0DBA'), '1.2')).toBeUndefined();
  },
);
