import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { NO_DEADLINE } from '../../../src/redis/deadline.ts';
import { EditQueue } from '../../../src/redis/edit-queue.ts';
import { type SandboxRedis, startPrivateRedis } from '../../../src/sandbox/redis/private-redis.ts';
import { createRedraw, type Redrawn } from '../../../src/telling/editing/redraw.ts';
import { nameOfMessage } from '../../../src/watch/names.ts';
import { DBA, ONCALL } from '../../faults/bench.ts';
import { type Courier, startCourier } from '../../faults/courier.ts';
import { seen } from '../../faults/crash/one-life.ts';
import { cardNamed, digestNamed, watchNamed } from '../../names.ts';
import { takenBy } from '../../redis/taken-by.ts';
import { keys } from '../../redis/with-redis.ts';
import { afterReading } from '../../watch/live.ts';

const SLOW_MS = 60_000;
const PACE = '{mysqlop}:edit-pace';

let redis: SandboxRedis;
let courier: Courier;
let edits: EditQueue;
beforeAll(async () => {
  redis = await startPrivateRedis();
});
beforeEach(async () => {
  courier = await startCourier({ redisUrl: redis.url, readings: [seen('InProgress', 10)] });
  await courier.drain(courier.card);
  edits = new EditQueue(courier.own, { intervalMs: SLOW_MS });
  await courier.redis.del(keys.edits);
  courier.calls();
});
afterEach(async () => {
  await courier.stop();
});
afterAll(async () => {
  await redis.stop();
});

const card = () => ({ kind: 'card', watchId: courier.id, cardKey: cardNamed(`${DBA}-1`) }) as const;
const shown = () => courier.slack.messages(DBA)[0]?.text;

/** The next reading says this; the card is marked. */
async function read(status: string, percent: number): Promise<void> {
  const { policy } = courier.parts;
  await courier.watches.update(
    courier.id,
    (record) => afterReading(record, seen(status, percent), Date.now(), policy),
    { deadline: NO_DEADLINE },
  );
  await edits.mark('progress', card());
}

/** Redraws what is next in the line, and waits for Slack. */
async function redrawNext(): Promise<Redrawn['kind']> {
  const next = await edits.next();
  if (next.kind !== 'edit') throw new Error(`Nothing is to be redrawn: ${next.kind}`);
  const redrawn = await createRedraw({ ...courier.parts, edits })(next.edit);
  if (redrawn.kind === 'sending') await redrawn.sent;
  return redrawn.kind;
}

describe('a message that is marked', () => {
  test('is made to look like what it shows', async () => {
    await read('InProgress', 60);
    expect(await redrawNext()).toBe('sending');
    expect(courier.calls()).toEqual(['chat.update']);
    expect(shown()).toContain('60 %');
    expect(await edits.next()).not.toMatchObject({ kind: 'edit' });
  });

  test('and looks as it should already costs neither a call nor a turn', async () => {
    await edits.mark('progress', card());
    expect(await redrawNext()).toBe('done');
    expect(courier.calls()).toEqual([]);
    await edits.mark('progress', card());
    const next = await edits.next();
    if (next.kind !== 'edit') throw new Error('Nothing is to be redrawn');
    expect(await edits.takeTurn(next.edit)).toMatchObject({ kind: 'granted' });
  });

  test('waits in its place where others took the turn, and shows the newest then', async () => {
    await read('InProgress', 60);
    const next = await edits.next();
    if (next.kind !== 'edit') throw new Error('Nothing is to be redrawn');
    await courier.redis.set(PACE, Date.now() + 60_000);
    const redraw = createRedraw({ ...courier.parts, edits });
    expect(await redraw(next.edit)).toMatchObject({ kind: 'wait' });
    expect(courier.calls()).toEqual([]);
    await read('InProgress', 70);
    await courier.redis.del(PACE);
    expect(await redrawNext()).toBe('sending');
    expect(shown()).toContain('70 %');
  });

  test('and is not posted yet is left alone: its post shows the newest', async () => {
    const watchId = await courier.beginAnother('op-2');
    await edits.mark('progress', { kind: 'card', watchId, cardKey: cardNamed(`${DBA}-1`) });
    expect(await redrawNext()).toBe('done');
    expect(courier.calls()).toEqual([]);
  });

  test('and is no longer kept is forgotten', async () => {
    await edits.mark('progress', { kind: 'alert', watchId: watchNamed('gone') });
    await edits.mark('progress', { kind: 'digest', burst: 'failures', digest: digestNamed('1') });
    expect(await redrawNext()).toBe('done');
    expect(await redrawNext()).toBe('done');
    expect(await edits.next()).toEqual({ kind: 'none' });
  });

  test('waits with all others where Slack asks for a pause', async () => {
    courier.slack.fail({
      method: 'chat.update',
      with: { kind: 'status', status: 429, headers: { 'retry-after': '30' } },
    });
    await read('InProgress', 60);
    await redrawNext();
    await courier.redis.del(PACE);
    const next = await edits.next();
    expect(next).toMatchObject({ kind: 'wait' });
    expect(next.kind === 'wait' && next.ms).toBeGreaterThan(25_000);
    await courier.redis.del('{mysqlop}:holds');
    expect(await redrawNext()).toBe('sending');
    expect(shown()).toContain('60 %');
  });

  test('and was deleted counts as lost, and is not redrawn again', async () => {
    const [{ ts } = { ts: '' }] = courier.slack.messages(DBA);
    courier.slack.deleteMessage(DBA, ts);
    await read('InProgress', 60);
    await redrawNext();
    expect(await courier.cardStates()).toEqual(['lost']);
    courier.calls();
    await read('InProgress', 70);
    await courier.redis.del(PACE);
    expect(await redrawNext()).toBe('done');
    expect(courier.calls()).toEqual([]);
  });
});

describe('where Slack closes one conversation for the moment', () => {
  const close = (refusesWith: string | undefined) =>
    courier.slack.changeChannel(DBA, { refusesWith });
  /** The time for which it was put off is over. */
  const again = async () => {
    await courier.redis.del(PACE);
    await courier.redis.zadd(keys.editsLeased, 1, nameOfMessage(card()));
  };

  test.each(['ekm_access_denied', 'no_permission', 'team_not_found'])(
    '%s: its card is put off and shows the newest when that is over, and others are not held up',
    async (error) => {
      const redraw = createRedraw({ ...courier.parts, edits });
      const next = async () => {
        const { edit } = await edits.next().then((found) => {
          if (found.kind !== 'edit') throw new Error(`Nothing is to be redrawn: ${found.kind}`);
          return found;
        });
        const redrawn = await redraw(edit);
        if (redrawn.kind === 'sending') await redrawn.sent;
        return redrawn.kind;
      };
      close(error);
      await read('InProgress', 60);
      expect(await next()).toBe('sending');
      expect(courier.calls()).toEqual(['chat.update', 'auth.test']);
      expect(await courier.redis.exists('{mysqlop}:holds')).toBe(0);

      // Tried a minute later, not with each of the cards that stand there.
      await again();
      expect(await next()).toBe('done');
      expect(courier.calls()).toEqual([]);
      courier.wait(61_000);
      await again();
      expect(await next()).toBe('sending');
      expect(courier.calls()).toEqual(['chat.update', 'auth.test']);

      close(undefined);
      courier.wait(61_000);
      await again();
      expect(await next()).toBe('sending');
      expect(shown()).toContain('60 %');
      expect(await courier.cardStates()).toEqual(['standing']);
    },
  );
});

test('an alert that is refused for good is settled, and its watch’s card stands', async () => {
  await read('Failed', 60);
  await courier.drain(courier.alert);
  const [{ ts } = { ts: '' }] = courier.slack.messages(ONCALL);
  courier.slack.deleteMessage(ONCALL, ts);
  await courier.parts.acknowledgements.acknowledge(
    `alert/${courier.id}`,
    takenBy('U0BOB'),
    NO_DEADLINE,
  );
  expect(await redrawNext()).toBe('sending');
  expect(await courier.cardStates()).toEqual(['standing']);
});

test('a message that Slack refuses in every form is left as it is at last', async () => {
  courier.slack.fail({
    method: 'chat.update',
    times: 1000,
    with: { kind: 'error', error: 'an_error_that_nobody_has_listed' },
  });
  await read('InProgress', 60);
  for (let attempt = 0; attempt < 8; attempt++) {
    await courier.redis.del(PACE);
    expect(await redrawNext()).toBe('sending');
    // Its pause is over.
    if (attempt < 7) await courier.redis.zadd(keys.editsLeased, 1, nameOfMessage(card()));
  }
  await courier.redis.del(PACE);
  expect(await edits.next()).toEqual({ kind: 'none' });
  expect(await courier.redis.keys('{mysqlop}:edits*')).toEqual([]);
});
