import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { begin } from '../../../src/asking/begin.ts';
import { Queues } from '../../../src/queues/queues.ts';
import { AcknowledgementStore } from '../../../src/redis/acknowledgement-store.ts';
import { NO_DEADLINE } from '../../../src/redis/deadline.ts';
import { DeliveryStore } from '../../../src/redis/delivery-store.ts';
import { DigestStore } from '../../../src/redis/digest-store.ts';
import { EditQueue } from '../../../src/redis/edit-queue.ts';
import { OutboxStore } from '../../../src/redis/outbox-store.ts';
import { PagerBudget } from '../../../src/redis/pager-budget.ts';
import { PostBudget } from '../../../src/redis/post-budget.ts';
import { Recoveries } from '../../../src/redis/recoveries.ts';
import { ReminderStore } from '../../../src/redis/reminder-store.ts';
import { WatchStore } from '../../../src/redis/watch-store.ts';
import {
  type SimulatedSlack,
  startSimulatedSlack,
} from '../../../src/sandbox/slack/simulated-slack.ts';
import { SlackWriter } from '../../../src/slack/api/slack-writer.ts';
import { createWebClient } from '../../../src/slack/api/web-client.ts';
import { messageLink } from '../../../src/slack/message-link.ts';
import { createDeliver } from '../../../src/telling/posting/deliver.ts';
import type { AskerId } from '../../../src/watch/askers.ts';
import { type Destination, destinations } from '../../../src/watch/names.ts';
import type { SnapshotReading } from '../../../src/watch/reading.ts';
import { cardNamed, channelNamed, pipelineNamed, userNamed } from '../../names.ts';
import { POLICY } from '../../redis/test-policy.ts';
import { startTestRedis, type TestRedis } from '../../redis/with-redis.ts';
import { afterReading } from '../../watch/live.ts';

const DBA = 'C0DBA';
const ONCALL = channelNamed('C0ONCALL');
const silent = pino({ level: 'silent' });

function reading(status: string, percent: number, message = 'It broke.'): SnapshotReading {
  const error = status === 'Failed' ? [{ depth: 0, code: 'Broken', message }] : undefined;
  return {
    kind: 'snapshot',
    snapshot: { status, percent, work: { kind: 'other' }, steps: [], error },
    trace: {},
  };
}

describe('delivering what is owed to Slack', () => {
  let server: TestRedis;
  let slack: SimulatedSlack;
  let queues: Queues;
  /** How much later it is than this machine's clock says. */
  let aheadMs: number;

  beforeEach(async () => {
    aheadMs = 0;
    [server, slack] = await Promise.all([startTestRedis(), startSimulatedSlack({ limits: false })]);
    queues = new Queues(server.connection, () => undefined);
  });
  afterEach(async () => {
    await queues.close();
    await Promise.all([server.stop(), slack.close()]);
  });

  /** A watch in #dba after these readings, and how its outboxes are drained, item by item. */
  async function watchAfter(
    readings: readonly SnapshotReading[],
    channel = DBA,
    operationId = 'op-1',
    everyMs = 0,
    askedBy: AskerId = userNamed('U0ALICE'),
  ) {
    const watches = new WatchStore(server.connection, 3_600_000);
    const outboxes = new OutboxStore(server.connection);
    const reference = { subscriptionId: 's', location: 'eastus', operationId };
    const begun = await begin(
      watches,
      reference,
      { channel: channelNamed(channel), askedBy },
      Date.now(),
      POLICY,
      NO_DEADLINE,
    );
    if (begun.kind === 'stands') throw new Error('it stands already');
    const { id } = begun.change.record;
    for (const [index, each] of readings.entries()) {
      const at = Date.now() + index * everyMs;
      await watches.update(id, (record) => afterReading(record, each, at, POLICY), {
        deadline: NO_DEADLINE,
      });
    }
    const digests = new DigestStore(server.connection, {
      mostEntries: 25,
      mentionAgainAfterMs: 900_000,
      keepMs: 3_600_000,
    });
    const deliver = createDeliver({
      watches,
      outboxes,
      queues,
      deliveries: new DeliveryStore(server.connection),
      edits: new EditQueue(server.connection, { intervalMs: 1 }),
      posts: new PostBudget(server.connection, { perMinute: 60_000, channelIntervalMs: 1 }),
      digests,
      recoveries: new Recoveries(server.connection, digests),
      reminders: new ReminderStore(server.connection, 3_600_000),
      acknowledgements: new AcknowledgementStore(server.connection),
      writer: new SlackWriter(createWebClient(slack.botToken, slack.apiUrl, silent)),
      around: {
        subscriptionName: (name) => name,
        portalLink: () => undefined,
        messageLink: (channel, ts) => messageLink('https://simulated.slack.com/', channel, ts),
        oncallMention: '<!here>',
      },
      oncallChannel: ONCALL,
      fallbackChannel: undefined,
      report: { told: () => undefined, paged: () => undefined },
      policy: POLICY,
      pagers: new Map(),
      pagerBudget: new PagerBudget(server.connection),
      now: () => Date.now() + aheadMs,
      log: silent,
    });
    const deliverNext = async (destination: Destination) => {
      const owed = await outboxes.head(destination);
      return owed && (await deliver(owed));
    };
    return {
      id,
      watches,
      outboxes,
      deliverNext,
      card: destinations.card(id, cardNamed(`${channel}-1`)),
      alert: destinations.alert(id),
      async drain(destination: Destination) {
        while (await outboxes.head(destination)) {
          const failure = await deliverNext(destination);
          if (failure) throw new Error(JSON.stringify(failure));
        }
      },
    };
  }

  /** One that took some minutes; of its end all is told but the picture. */
  async function longWatch() {
    const percents = [10, 30, 50, 70, 90];
    const readings = percents.map((percent) => reading('InProgress', percent));
    const ended = reading('Succeeded', 100);
    const watch = await watchAfter([...readings, ended], DBA, 'op-1', 60_000);
    while ((await watch.outboxes.head(watch.card))?.item.kind !== 'chart') {
      const failure = await watch.deliverNext(watch.card);
      if (failure) throw new Error(JSON.stringify(failure));
    }
    return { ...watch, ts: slack.messages(DBA)[0]?.ts ?? '' };
  }

  const pictures = (ts: string) => slack.thread(DBA, ts).flatMap(({ files }) => files ?? []);
  const uploads = () =>
    slack.calls.filter(({ method }) => method === 'files.completeUploadExternal').length;

  test('ends a thread with a picture of how the progress went', async () => {
    const watch = await longWatch();
    await watch.drain(watch.card);
    expect(pictures(watch.ts)).toMatchObject([
      { title: expect.stringMatching(/10 → 100 % in 5 min/), mimetype: 'image/png' },
    ]);
    expect(slack.thread(DBA, watch.ts).at(-2)?.text).toContain('succeeded');
  });

  test('shows that picture once, though the answer to it got lost', async () => {
    const watch = await longWatch();
    slack.fail({
      method: 'files.completeUploadExternal',
      with: { kind: 'carried-out-then-drop' },
    });
    expect(await watch.deliverNext(watch.card)).toMatchObject({ taken: 'unknown' });
    await watch.drain(watch.card);
    expect(pictures(watch.ts)).toHaveLength(1);
    expect(uploads()).toBe(1);
  });

  test('gives it up where Slack’s host for files is not reached, so that nothing waits for it', async () => {
    const watch = await longWatch();
    slack.fail({ method: 'files.getUploadURLExternal', with: { kind: 'drop' }, times: 1000 });
    expect(await watch.deliverNext(watch.card)).toMatchObject({ kind: 'later' });
    aheadMs = 3_600_000;
    await watch.drain(watch.card);
    expect(pictures(watch.ts)).toEqual([]);
  });

  test('does without it where it may not upload, and soon no longer asks', async () => {
    await slack.close();
    slack = await startSimulatedSlack({
      limits: false,
      scopes: ['chat:write', 'channels:history'],
    });
    const watch = await longWatch();
    await watch.drain(watch.card);
    expect(pictures(watch.ts)).toEqual([]);
    expect(slack.thread(DBA, watch.ts).at(-1)?.text).toContain('succeeded');
  });

  /** Its card and its thread are posted; the alert is still owed. */
  async function failedWatch(message?: string) {
    const watch = await watchAfter([reading('Failed', 0, message)]);
    await watch.drain(watch.card);
    return watch;
  }

  const lostAnswer = {
    method: 'chat.postMessage',
    with: { kind: 'carried-out-then-drop' },
  } as const;

  test('posts the card, then its notes in its thread, in order', async () => {
    const watch = await watchAfter([reading('InProgress', 10), reading('InProgress', 60)]);
    await watch.drain(watch.card);
    const [card, ...others] = slack.messages(DBA);
    expect(others).toEqual([]);
    expect(slack.thread(DBA, card?.ts ?? '').map(({ text }) => text)).toEqual([
      expect.stringContaining('past 50 %'),
    ]);
  });

  test('finds a post again whose answer was lost, and does not post twice', async () => {
    const watch = await failedWatch();
    slack.fail(lostAnswer);
    expect(await watch.deliverNext(watch.alert)).toMatchObject({ kind: 'later', taken: 'unknown' });
    await watch.drain(watch.alert);
    expect(slack.messages(ONCALL)).toHaveLength(1);
  });

  test('holds up no other post where Slack is asked too often what was posted', async () => {
    const watch = await failedWatch();
    slack.fail(lostAnswer);
    await watch.deliverNext(watch.alert);
    const headers = { 'retry-after': '30' };
    slack.fail({ method: 'conversations.history', with: { kind: 'status', status: 429, headers } });
    expect(await watch.deliverNext(watch.alert)).toMatchObject({ kind: 'later', afterMs: 30_000 });
    expect(await server.redis.hgetall(server.connection.keys.holds)).toEqual({});
    await watch.drain(watch.alert);
    expect(slack.messages(ONCALL)).toHaveLength(1);
  });

  test('finds a note again in its thread', async () => {
    const watch = await watchAfter([reading('InProgress', 10), reading('InProgress', 60)]);
    await watch.deliverNext(watch.card);
    slack.fail(lostAnswer);
    expect(await watch.deliverNext(watch.card)).toMatchObject({ kind: 'later' });
    await watch.drain(watch.card);
    expect(slack.thread(DBA, slack.messages(DBA)[0]?.ts ?? '')).toHaveLength(1);
  });

  test('posts again what was about to be sent and never arrived', async () => {
    const watch = await failedWatch();
    slack.fail({ method: 'chat.postMessage', with: { kind: 'drop' } });
    expect(await watch.deliverNext(watch.alert)).toMatchObject({ kind: 'later', taken: 'unknown' });
    await watch.drain(watch.alert);
    expect(slack.messages(ONCALL)).toHaveLength(1);
  });

  describe('where the bot may not look whether it was posted', () => {
    const mayNotLook = (method: string) =>
      slack.fail({ method, times: 10, with: { kind: 'error', error: 'missing_scope' } });

    test('rather alerts twice than never', async () => {
      const watch = await failedWatch();
      mayNotLook('conversations.history');
      slack.fail(lostAnswer);
      await watch.deliverNext(watch.alert);
      expect(await watch.deliverNext(watch.alert)).toBeUndefined();
      expect(slack.messages(ONCALL)).toHaveLength(2);
    });

    test('rather tells a milestone never than twice', async () => {
      const watch = await watchAfter([reading('InProgress', 10), reading('InProgress', 60)]);
      await watch.deliverNext(watch.card);
      await watch.deliverNext(watch.card);
      mayNotLook('conversations.replies');
      slack.fail({ method: 'chat.postMessage', with: { kind: 'drop' } });
      await watch.deliverNext(watch.card);
      await watch.drain(watch.card);
      expect(slack.thread(DBA, slack.messages(DBA)[0]?.ts ?? '')).toHaveLength(1);
    });
  });

  test('waits as long as Slack says when it posts too fast, and loses nothing', async () => {
    const watch = await failedWatch();
    slack.fail({
      method: 'chat.postMessage',
      with: { kind: 'status', status: 429, headers: { 'retry-after': '7' } },
    });
    expect(await watch.deliverNext(watch.alert)).toMatchObject({ afterMs: 7000, taken: 'no' });
    const waiting = await watch.deliverNext(watch.alert);
    expect(waiting).toMatchObject({ kind: 'not-yet', afterMs: expect.any(Number) });
    expect(slack.messages(ONCALL)).toHaveLength(0);
    await server.redis.del('{mysqlop}:holds', `{mysqlop}:budget:posts/${ONCALL}:pace`);
    await watch.drain(watch.alert);
    expect(slack.messages(ONCALL)).toHaveLength(1);
  });

  test('lets go of the details of an alert that somebody has deleted', async () => {
    const watch = await failedWatch('x'.repeat(3000));
    await watch.deliverNext(watch.alert);
    slack.deleteMessage(ONCALL, slack.messages(ONCALL)[0]?.ts ?? '');
    expect(await watch.deliverNext(watch.alert)).toBeUndefined();
    expect(await watch.outboxes.owing()).toEqual([]);
  });

  test('lets no alert wait behind another', async () => {
    const first = await watchAfter([reading('Failed', 0)]);
    const second = await watchAfter([reading('Failed', 0)], 'C0RANDOM', 'op-2');
    for (const watch of [first, second]) await watch.drain(watch.card);
    slack.fail({
      method: 'chat.postMessage',
      with: { kind: 'error', error: 'internal_error' },
    });
    expect(await first.deliverNext(first.alert)).toMatchObject({ kind: 'later' });
    // So soon after the first one, it is told by a digest.
    expect(await second.deliverNext(second.alert)).toBeUndefined();
    expect(await second.deliverNext(second.alert)).toBeUndefined();
    expect(await first.outboxes.owing()).toEqual(
      expect.arrayContaining([first.alert, expect.stringMatching(/^digest\/failures\//)]),
    );
    expect(await second.outboxes.head(second.alert)).toBeUndefined();
  });

  test('shows the plain sentence where Slack refuses the blocks', async () => {
    const watch = await failedWatch();
    slack.fail({ method: 'chat.postMessage', with: { kind: 'error', error: 'invalid_blocks' } });
    await watch.deliverNext(watch.alert);
    expect(slack.messages(ONCALL)[0]).toMatchObject({
      text: expect.stringContaining('failed'),
      blocks: [],
    });
  });

  test('ends the watch of a channel that the bot may not post to, and tells who asked', async () => {
    const secret = 'G0SECRET';
    const watch = await watchAfter([reading('InProgress', 10)], secret);
    await watch.drain(watch.card);
    expect(await watch.watches.liveIds()).toEqual([]);
    expect(slack.messages(secret)).toEqual([]);
    const told = slack.messages('D0ALICE').map(({ text }) => text);
    expect(told).toEqual([expect.stringContaining("can't post")]);
  });

  test('ends a pipeline’s watch there as well, and tells nobody alone', async () => {
    const nightly = pipelineNamed('nightly-import');
    const watch = await watchAfter([reading('InProgress', 10)], 'G0SECRET', 'op-1', 0, nightly);
    await watch.drain(watch.card);
    expect(await watch.watches.liveIds()).toEqual([]);
    const methods = slack.calls.map(({ method }) => method);
    expect(methods).toContain('chat.postMessage');
    expect(methods.filter((method) => /open|Ephemeral/.test(method))).toEqual([]);
  });

  test('gives an alert the link to its card, even if both are told at the same moment', async () => {
    const watch = await watchAfter([reading('Failed', 0)]);
    expect(await watch.deliverNext(watch.alert)).toEqual({ kind: 'not-yet', afterMs: 200 });
    await watch.drain(watch.card);
    await watch.drain(watch.alert);
    const [card] = slack.messages(DBA);
    expect(JSON.stringify(slack.messages(ONCALL)[0]?.blocks)).toContain(
      `p${card?.ts.replace('.', '')}`,
    );
  });
});
