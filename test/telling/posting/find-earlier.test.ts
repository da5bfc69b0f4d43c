import { pino } from 'pino';
import { describe, expect, test } from 'vitest';
import { SlackWriter } from '../../../src/slack/api/slack-writer.ts';
import { createWebClient } from '../../../src/slack/api/web-client.ts';
import { findEarlier } from '../../../src/telling/posting/post-once.ts';
import { itemId } from '../../../src/watch/item-names.ts';
import type { OutboxItem } from '../../../src/watch/outbox-item.ts';
import { channelNamed, watchNamed } from '../../names.ts';
import { createClock, startSlack } from '../../sandbox/slack/start-slack.ts';

const PLACE = { channel: channelNamed('C0DBA') };

/** Its alert was told in a time of which Redis then lost all trace. */
async function tellInLostTime(item: OutboxItem) {
  const clock = createClock();
  const slack = await startSlack({ limits: false, now: clock.now });
  const client = createWebClient(slack.botToken, slack.apiUrl, pino({ level: 'silent' }));
  const writer = new SlackWriter(client);
  const toldAt = clock.now();
  await writer.post(PLACE, itemId(item), { text: 'It stands still', blocks: [] });
  const lost = { since: toldAt - 1000, until: toldAt + 1000 };
  return { writer, lost };
}

function conditionAlert(since: number): OutboxItem {
  const watchId = watchNamed('w1-1');
  return {
    kind: 'condition-alert',
    watchId,
    at: since,
    condition: 'stalled',
    spell: 1,
    since,
  };
}

describe('of conditions whose count memory has lost', () => {
  const begunAt = createClock().now() - 900_000;

  test('one that stood when its alert was told is not told again', async () => {
    const { writer, lost } = await tellInLostTime(conditionAlert(begunAt));
    const found = await findEarlier(conditionAlert(begunAt), [PLACE], lost, writer);
    expect(found.kind).toBe('adopted');
  });

  test('one that came after that, under the same number, is told', async () => {
    const { writer, lost } = await tellInLostTime(conditionAlert(begunAt));
    const later = conditionAlert(lost.until + 60_000);
    expect(await findEarlier(later, [PLACE], lost, writer)).toEqual({ kind: 'absent' });
  });

  test('one is found where its own post was interrupted, whatever the clocks say', async () => {
    const { writer, lost } = await tellInLostTime(conditionAlert(begunAt));
    const ahead = conditionAlert(lost.until + 60_000);
    const found = await findEarlier(ahead, [PLACE], { since: lost.since }, writer);
    expect(found.kind).toBe('adopted');
  });
});
