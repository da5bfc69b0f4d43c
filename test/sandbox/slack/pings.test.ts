import { describe, expect, test } from 'vitest';
import { createClient, present, startSlack } from './start-slack.ts';

const CHANNEL = 'C0ONCALL';

describe('pings', () => {
  test('notify whom a new message mentions', async () => {
    const slack = await startSlack();
    const { ts } = await createClient(slack).chat.postMessage({
      channel: CHANNEL,
      text: '<!subteam^S0DBA> <@U0ALICE|alice> <!here> failed, &lt;!channel&gt; is not meant',
    });
    expect(slack.pings).toEqual([
      { channel: CHANNEL, ts, mention: '<!subteam^S0DBA>', shown: true },
      { channel: CHANNEL, ts, mention: '<@U0ALICE>', shown: true },
      { channel: CHANNEL, ts, mention: '<!here>', shown: true },
    ]);
  });

  test('tell a mention that is shown from one that is only in the fallback text', async () => {
    const slack = await startSlack();
    await createClient(slack).chat.postMessage({
      channel: CHANNEL,
      text: '<@U0ALICE> <@U0BOB>',
      blocks: [
        { type: 'header', text: { type: 'plain_text', text: '<!channel>' } },
        { type: 'section', text: { type: 'mrkdwn', text: '<@U0BOB>' } },
        {
          type: 'rich_text',
          elements: [
            { type: 'rich_text_section', elements: [{ type: 'broadcast', range: 'here' }] },
          ],
        },
      ],
    });
    expect(slack.pings.map(({ mention, shown }) => [mention, shown])).toEqual([
      ['<@U0ALICE>', false],
      ['<@U0BOB>', true],
      ['<!here>', true],
    ]);
  });

  test('never come from an edit', async () => {
    const slack = await startSlack();
    const client = createClient(slack);
    const ts = present((await client.chat.postMessage({ channel: CHANNEL, text: 'calm' })).ts);
    await client.chat.update({ channel: CHANNEL, ts, text: '<!channel> now' });
    expect(slack.message(CHANNEL, ts)?.text).toBe('<!channel> now');
    expect(slack.pings).toEqual([]);
  });
});
