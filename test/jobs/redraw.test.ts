import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createRedraw, type Redrawn } from '../../src/jobs/redraw.ts';
import { type SandboxRedis, startPrivateRedis } from '../../src/sandbox/redis/private-redis.ts';
import { EditLine } from '../../src/store/edit-line.ts';
import { keys } from '../../src/store/keys.ts';
import { advance } from '../../src/watch/advance.ts';
import { nameOfMessage } from '../../src/watch/standing-message.ts';
import { DBA, ONCALL } from '../faults/bench.ts';
import { type Courier, startCourier } from '../faults/courier.ts';
import { seen } from '../faults/crash/one-life.ts';

const SLOW_MS = 60_000;
const PACE = '{mysqlop}:budget:edits:pace';

let redis: SandboxRedis;
let courier: Courier;
let edits: EditLine;
beforeAll(async () => {
  redis = await startPrivateRedis();
});
beforeEach(async () => {
  courier = await startCourier({ redisUrl: redis.url, readings: [seen('InProgress', 10)] });
  await courier.drain(courier.card);
  edits = new EditLine(courier.redis, { intervalMs: SLOW_MS });
  await courier.redis.del(keys.edits);
  courier.calls();
});
afterEach(async () => {
  await courier.stop();
});
afterAll(async () => {
  await redis.stop();
});

const card = () => ({ kind: 'card', watchId: courier.id, cardKey: `${DBA}-1` }) as const;
const shown = () => courier.slack.messages(DBA)[0]?.text;

/** The next reading says this; the card is marked. */
async function read(status: string, percent: number): Promise<void> {
  const { policy } = courier.parts;
  await courier.watches.update(courier.id, (record) =>
    advance(record, seen(status, percent), Date.now(), policy),
  );
  await edits.mark('progress', card());
}

/** Redraws what is next in the line, and waits for Slack. */
async function redrawNext(): Promise<Redrawn['kind']> {
  const next = await edits.next();
  if (next.kind !== 'edit') throw new Error(`Nothing is to be redrawn: ${next.kind}`);
  const redrawn = await createRedraw({ ...courier.parts, edits })(next.taken);
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
    expect(await edits.takeTurn(next.taken)).toMatchObject({ kind: 'granted' });
  });

  test('waits in its place where others took the turn, and shows the newest then', async () => {
    await read('InProgress', 60);
    const next = await edits.next();
    if (next.kind !== 'edit') throw new Error('Nothing is to be redrawn');
    await courier.redis.set(PACE, Date.now() + 60_000);
    const redraw = createRedraw({ ...courier.parts, edits });
    expect(await redraw(next.taken)).toMatchObject({ kind: 'wait' });
    expect(courier.calls()).toEqual([]);
    await read('InProgress', 70);
    await courier.redis.del(PACE);
    expect(await redrawNext()).toBe('sending');
    expect(shown()).toContain('70 %');
  });

  test('and is not posted yet is left alone: its post shows the newest', async () => {
    const watchId = await courier.beginAnother('op-2');
    await edits.mark('progress', { kind: 'card', watchId, cardKey: `${DBA}-1` });
    expect(await redrawNext()).toBe('done');
    expect(courier.calls()).toEqual([]);
  });

  test('and is no longer kept is forgotten', async () => {
    await edits.mark('progress', { kind: 'alert', watchId: 'gone' });
    await edits.mark('progress', { kind: 'storm', storm: 'failures', page: '1' });
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
    expect(await courier.deliveries.card(courier.id, `${DBA}-1`)).toMatchObject({ isLost: true });
    courier.calls();
    await read('InProgress', 70);
    await courier.redis.del(PACE);
    expect(await redrawNext()).toBe('done');
    expect(courier.calls()).toEqual([]);
  });
});

test('an alert that is refused for good is settled, and its watch’s card stands', async () => {
  await read('Failed', 60);
  await courier.drain(courier.alert);
  const [{ ts } = { ts: '' }] = courier.slack.messages(ONCALL);
  courier.slack.deleteMessage(ONCALL, ts);
  await courier.parts.acknowledgements.acknowledge(`alert/${courier.id}`, { by: 'U0BOB', at: 1 });
  expect(await redrawNext()).toBe('sending');
  expect(await courier.deliveries.card(courier.id, `${DBA}-1`)).toMatchObject({ isLost: false });
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
    if (attempt < 7) await courier.redis.zadd(keys.editsTaken, 1, nameOfMessage(card()));
  }
  await courier.redis.del(PACE);
  expect(await edits.next()).toEqual({ kind: 'none' });
  expect(await courier.redis.keys('{mysqlop}:edits*')).toEqual([]);
});
