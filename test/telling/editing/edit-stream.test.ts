import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { NO_DEADLINE } from '../../../src/redis/deadline.ts';
import { EditQueue } from '../../../src/redis/edit-queue.ts';
import { type SandboxRedis, startPrivateRedis } from '../../../src/sandbox/redis/private-redis.ts';
import { type EditStream, startEditStream } from '../../../src/telling/editing/edit-stream.ts';
import { destinations, type WatchId } from '../../../src/watch/names.ts';
import { DBA } from '../../faults/bench.ts';
import { type Courier, startCourier } from '../../faults/courier.ts';
import { seen } from '../../faults/crash/one-life.ts';
import { cardNamed, watchNamed } from '../../names.ts';
import { keys } from '../../redis/with-redis.ts';
import { afterReading } from '../../watch/live.ts';

const EDIT = 'chat.update';

let redis: SandboxRedis;
let courier: Courier;
let streams: EditStream[];
/** The watches whose cards stand in #dba, in this order. */
let watches: readonly WatchId[];
beforeAll(async () => {
  redis = await startPrivateRedis();
});
beforeEach(async () => {
  streams = [];
  courier = await startCourier({ redisUrl: redis.url, readings: [seen('InProgress', 10)] });
  const others = ['op-2', 'op-3', 'op-4', 'op-5'].map((name) => courier.beginAnother(name));
  watches = [courier.id, ...(await Promise.all(others))];
  for (const watch of watches) {
    if (watch !== courier.id) await read(watch, 'InProgress', 10);
    await courier.drain(destinations.card(watch, cardNamed(`${DBA}-1`)));
  }
  await courier.redis.del(keys.edits);
});
afterEach(async () => {
  await Promise.all(streams.map((stream) => stream.close()));
  await courier.stop();
});
afterAll(async () => {
  await redis.stop();
});

async function read(watch: WatchId, status: string, percent: number): Promise<void> {
  await courier.watches.update(
    watch,
    (record) => afterReading(record, seen(status, percent), Date.now(), courier.parts.policy),
    { deadline: NO_DEADLINE },
  );
}

function start(intervalMs = 0): EditStream {
  const parts = courier.parts;
  const edits = new EditQueue(courier.connect(), { intervalMs, leaseMs: 10_000 });
  const stream = startEditStream({ ...parts, edits });
  streams.push(stream);
  return stream;
}

/** Whose cards were edited, by their place in `watches`. */
const edited = () =>
  courier.slack.calls
    .filter(({ method }) => method === EDIT)
    .map(({ args }) => courier.slack.messages(DBA).findIndex(({ ts }) => ts === args['ts']));

describe('a stream of edits', () => {
  test('takes endings before progress, and each card once', async () => {
    for (const watch of watches) await read(watch, 'InProgress', 30);
    await read(watches[4] ?? watchNamed(''), 'Succeeded', 100);
    await read(watches[0] ?? watchNamed(''), 'InProgress', 35);
    start();
    await courier.untilAllEdited();
    const [first, ...others] = edited();
    expect(first).toBe(4);
    expect([...others].sort()).toEqual([0, 1, 2, 3]);
  });

  test('of several processes edits each card once', async () => {
    for (const watch of watches) await read(watch, 'InProgress', 30);
    for (let process = 0; process < 3; process++) start();
    await courier.untilAllEdited();
    expect([...edited()].sort()).toEqual([0, 1, 2, 3, 4]);
  });

  test('keeps few edits under way where Slack is slow, and waits for those at its end', async () => {
    courier.slack.fail({ method: EDIT, times: 3, with: { kind: 'late', afterMs: 300 } });
    for (const watch of watches) await read(watch, 'InProgress', 30);
    const stream = start();
    await courier.slack.until(() => edited().length === 3);
    await stream.close();
    expect(edited()).toHaveLength(3);
    // Those three are settled: nobody has to look at them again.
    expect(await courier.redis.zcard(keys.editsLeased)).toBe(0);
    expect(await courier.redis.zcard(keys.edits)).toBe(2);
  });

  test('lets what becomes urgent overtake what waits for its turn', async () => {
    for (const watch of watches.slice(0, 4)) await read(watch, 'InProgress', 30);
    start(400);
    await courier.slack.until(() => edited().length === 1);
    await read(watches[4] ?? watchNamed(''), 'Succeeded', 100);
    await courier.slack.until(() => edited().length === 2);
    expect(edited()[1]).toBe(4);
  });

  test('goes on where Redis has been away', async () => {
    const edits = new EditQueue(courier.connect(), { intervalMs: 0 });
    vi.spyOn(edits, 'next').mockRejectedValueOnce(new Error('Redis is away'));
    streams.push(startEditStream({ ...courier.parts, edits }));
    await read(watches[0] ?? watchNamed(''), 'InProgress', 30);
    await courier.untilAllEdited();
    expect(edited()).toEqual([0]);
    expect(courier.log).toContainEqual(expect.objectContaining({ event: 'edits.failed' }));
  });
});
