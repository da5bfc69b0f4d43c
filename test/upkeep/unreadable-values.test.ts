import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { metricSources } from '../../src/app/metric-sources.ts';
import { createPoll } from '../../src/reading/poll.ts';
import { type SandboxRedis, startPrivateRedis } from '../../src/sandbox/redis/private-redis.ts';
import { createDeliver } from '../../src/telling/posting/deliver.ts';
import { createPost } from '../../src/telling/posting/post.ts';
import { createSweep } from '../../src/upkeep/sweep.ts';
import {
  destinations,
  faultNames,
  messageOfName,
  nameOfMessage,
  parseDestination,
  type WatchId,
} from '../../src/watch/names.ts';
import type { OperationReference } from '../../src/watch/operation-reference.ts';
import type { Reading } from '../../src/watch/reading.ts';
import { type Bench, DBA, ONCALL, startBench } from '../faults/bench.ts';
import { seen } from '../faults/crash/one-life.ts';
import { takeJob } from '../faults/take-job.ts';
import { cardNamed } from '../names.ts';
import { keys } from '../redis/with-redis.ts';

/** On a busy machine. */
const SOON = { timeoutMs: 20_000 };
const CARD = cardNamed(`${DBA}-1`);

let server: SandboxRedis;
let bench: Bench;
let failed: Set<string>;
beforeAll(async () => {
  server = await startPrivateRedis();
});
beforeEach(async () => {
  failed = new Set();
  bench = await startBench({
    redisUrl: server.url,
    story: (_reads, { operationId }): Reading =>
      failed.has(operationId) ? seen('Failed', 60) : seen('InProgress', 10),
    policy: { pollMinMs: 10, pollMaxMs: 50 },
  });
});
afterEach(async () => {
  await bench.stop();
});
afterAll(async () => {
  await server.stop();
});

/** Alone or on a digest. */
const told = (operation: string) =>
  bench.slack
    .messages(ONCALL)
    .filter((message) => JSON.stringify(message.blocks).includes(`Operation ${operation} failed`));
const shown = (operation: string) =>
  bench.slack
    .messages(DBA)
    .filter(
      (message) => message.text.startsWith('❌') && JSON.stringify(message).includes(operation),
    );

/** Watches whose cards stand, and a worker that stopped over it. */
async function standing(...operations: readonly string[]): Promise<readonly WatchId[]> {
  const ids = await Promise.all(operations.map((operation) => bench.beginAnother(operation)));
  const worker = bench.startProcess();
  const cards = async () =>
    (await Promise.all(ids.map((id) => bench.deliveries.card(id, CARD)))).every(Boolean);
  await expect.poll(cards, { timeout: 20_000, interval: 20 }).toBe(true);
  await worker.stop();
  return ids;
}

/** What `/readyz` would name. */
async function unreadable(): Promise<readonly string[]> {
  const parts = bench.parts(bench.connect());
  const values = await metricSources(parts, Date.now).unreadable();
  return values.map(({ where, why }) => `${where}: ${why}`);
}

/** The operations fail, and all that is to be told of it is told, whatever else is in Redis. */
async function expectToldOf(...operations: readonly string[]): Promise<void> {
  const worker = bench.startProcess();
  for (const operation of operations) failed.add(operation);
  await bench.slack.until(() => operations.every((each) => told(each).length > 0), SOON);
  await bench.slack.until(() => operations.every((each) => shown(each).length > 0), SOON);
  for (const operation of operations) expect(told(operation)).toHaveLength(1);
  await worker.stop();
  await createSweep(bench.parts(bench.connect()))();
}

describe('whatever a person leaves in Redis', () => {
  test('values of no use in what all watches share keep nobody from being told', async () => {
    await standing('sound-1', 'sound-2');
    const { redis } = bench;
    const { live, owing, stuck, edits, editsLeased, editPlaces, editPace, holds, burst } = keys;
    await redis.hset(burst('failures'), {
      last: 'x',
      first: '',
      'first-watch': 'null',
      digest: 'x',
      mentioned: 'nan',
    });
    await redis.zadd(live, 1, '123', 2, '', 3, 'null', 4, 'x-y');
    await redis.sadd(owing, '123', '', 'null', 'digest/none/1');
    await redis.zadd(edits, '-inf', 'x', 1, '', '+inf', 'null');
    await redis.zadd(editsLeased, 1, 'leased', '+inf', 'never');
    await redis.hset(editPlaces, { leased: 'x', never: '1e999', 'never+': 'null' });
    await redis.set(editPace, 'x');
    await redis.hset(holds, { 's-1': `${'9'.repeat(20)}/${'9'.repeat(20)}`, 'chat.update': 'x' });
    await redis.hset(stuck, { '123': 'is_archived' });
    await redis.hset(keys.fault(faultNames.signIn), { since: 'x', seen: 'x', disproved: '1e400' });
    for (const name of ['reads/s-1', `posts/${ONCALL}`, `posts/${DBA}`, 'posts']) {
      await redis.set(`${keys.budget(name)}:pace`, 'nan');
    }
    await expectToldOf('sound-1', 'sound-2');
    const named = await unreadable();
    const members = named.map((each) => each.replace(/ .*/, ''));
    expect(
      Object.fromEntries(
        [...Map.groupBy(members, (each) => each)].map(([where, all]) => [where, all.length]),
      ),
    ).toEqual({
      'live:': 4,
      'owing:': 4,
      'edits:': expect.any(Number),
      'edits-leased:': expect.any(Number),
      stuck: 1,
    });
    expect(await redis.zrange(live, 0, '-1')).toEqual([bench.id]);
    expect((await redis.smembers(owing)).filter((name) => !parseDestination(name))).toEqual([]);
    const left = [
      ...(await redis.zrange(edits, 0, '-1')),
      ...(await redis.zrange(editsLeased, 0, '-1')),
      ...(await redis.hkeys(editPlaces)),
    ];
    expect(left.filter((name) => !messageOfName(name.replace('+', '')))).toEqual([]);
  }, 60_000);

  test('a key of another type does neither, and is called otherwise from then on', async () => {
    await standing('sound-1', 'sound-2');
    const { redis } = bench;
    const { live, owing, stuck, edits, editsLeased, editPlaces, holds, burst, fault } = keys;
    const shared = [live, owing, stuck, edits, editsLeased, editPlaces, holds];
    const names = [...shared, burst('failures'), burst('conditions'), fault(faultNames.signIn)];
    const budget = keys.budget('reads/s-1');
    const pacing = [keys.editPace, `${budget}:pace`, `${budget}:waiting`, `${budget}:promised`];
    for (const name of names) {
      await redis.del(name);
      await redis.set(name, 'x');
    }
    for (const name of [...pacing, keys.aside]) {
      await redis.del(name);
      await redis.sadd(name, 'x');
    }
    await expectToldOf('sound-1', 'sound-2');
    const named = await unreadable();
    for (const name of names) {
      const short = name.slice(keys.prefix.length + 1);
      expect(named).toContain(`${short}: was of another type, and is now called aside:${short}`);
      expect(await redis.get(keys.asideKey(short))).toBe('x');
    }
  }, 60_000);

  test('what is stored of one watch harms that watch at most', async () => {
    const victims = [
      'garbage',
      'null',
      'empty',
      'other',
      'newer',
      'version',
      'typed',
      'owed',
      'keep',
      'claim',
      'route',
      'looked',
      'epoch',
      'item',
      'outbox',
    ];
    const ids = await standing(...victims, 'sound-1', 'sound-2');
    const of = (victim: string) => ids[victims.indexOf(victim)] ?? ids[0] ?? bench.id;
    const { redis } = bench;
    const poison = async (victim: string, field: string, value: string) =>
      await redis.hset(keys.watch(of(victim)), field, value);
    const newer = (await redis.hget(keys.watch(of('newer')), 'record'))?.replace(
      '"schema":1',
      '"schema":2',
    );
    await poison('garbage', 'record', 'x');
    await poison('null', 'record', 'null');
    await poison('empty', 'record', '');
    await poison('other', 'record', (await redis.hget(keys.watch(of('owed')), 'record')) ?? '');
    await poison('newer', 'record', newer ?? '');
    await poison('version', 'version', 'x');
    await redis.set(keys.watch(of('typed')), 'x');
    await poison('owed', 'owed', 'x');
    await poison('keep', 'keep', 'x');
    await poison('looked', `card:${CARD}:looked`, 'x');
    await poison('looked', `card:${CARD}:tries`, 'x');
    await poison('looked', 'queued', 'x');
    await poison('claim', `post:${of('claim')}/alert`, 'null');
    await poison('route', `route:${of('route')}/alert`, 'x');
    await redis.set(keys.epoch((of('epoch').split('-')[0] ?? '') as never), 'x');
    await redis.rpush(keys.outbox(destinations.alert(of('item'))), 'null', '{}', 'x');
    await redis.sadd(keys.owing, destinations.alert(of('item')));
    await redis.set(keys.outbox(destinations.alert(of('outbox'))), 'x');
    const before = await redis.hgetall(keys.watch(of('newer')));
    // Nobody asks whose record can't be read.
    failed.add('newer');

    await expectToldOf(
      'sound-1',
      'owed',
      'claim',
      'route',
      'looked',
      'epoch',
      'item',
      'outbox',
      'sound-2',
    );
    const named = await unreadable();
    expect(named).toEqual(
      expect.arrayContaining([
        ...['garbage', 'null', 'empty', 'other', 'version', 'typed'].map(
          (each) => `watch:${of(each)}: its record can’t be read`,
        ),
        `watch:${of('newer')}: its record is of a newer version of me`,
        `watch:${of('keep')}: nobody can tell what it owes: it is kept`,
        `outbox:${destinations.alert(of('item'))}: an item that can’t be read`,
      ]),
    );
    const { record, version } = await redis.hgetall(keys.watch(of('newer')));
    expect({ record, version }).toEqual({ record: before['record'], version: before['version'] });
    expect(told('newer')).toEqual([]);
    expect(await bench.queues.withoutPoll(ids.slice(0, 7))).toEqual([]);
  }, 60_000);

  test('a record of a newer version is left alone, without a read, until it can be read', async () => {
    const [id = bench.id] = await standing('newer');
    const key = keys.watch(id);
    const stored = (await bench.redis.hget(key, 'record')) ?? '';
    const newer = stored.replace('"schema":1', '"schema":2,"new":true');
    await bench.redis.hset(key, 'record', newer);
    await bench.redis.zadd(keys.edits, 1, nameOfMessage({ kind: 'alert', watchId: id }));
    await bench.redis.rpush(keys.outbox(destinations.alert(id)), '{"kind":"new"}');
    await bench.redis.sadd(keys.owing, destinations.alert(id));
    const entries: Record<string, unknown>[] = [];
    const log = pino({ level: 'warn' }, { write: (line) => entries.push(JSON.parse(line)) });
    const reads: string[] = [];
    const parts = {
      ...bench.parts(bench.connect()),
      log,
      read: async ({ operationId }: OperationReference) => {
        reads.push(operationId);
        return seen('Failed', 60);
      },
    };
    // A job that is refused does not fail, which would be tried again within seconds: it sleeps.
    const poll = createPoll(parts);
    for (let time = 0; time < 3; time++) {
      await expect
        .poll(async () => await (await bench.queues.watches.getJob(id))?.isActive())
        .toBe(false);
      await bench.queues.removePoll(id);
      await bench.queues.addPoll(id);
      const job = await takeJob(bench, 'watches', poll);
      await job.run();
      await job.abandon();
    }
    const post = createPost({ ...parts, deliver: createDeliver(parts) });
    await bench.queues.addPost(destinations.alert(id));
    const job = await takeJob(bench, 'posts', post);
    await job.run();
    await job.abandon();
    await createSweep(parts)();
    expect(await bench.queues.withoutPoll([id])).toEqual([]);
    expect(reads.filter((operation) => operation === 'newer')).toEqual([]);
    expect(await bench.redis.hget(key, 'record')).toBe(newer);
    expect(await bench.redis.lrange(keys.outbox(destinations.alert(id)), 0, '-1')).toHaveLength(1);
    const left = entries.filter(({ event }) => event === 'unreadable.left');
    // One where it is read, one where it is told.
    expect(left).toHaveLength(2);
    expect(entries.filter(({ event }) => event !== 'unreadable.left')).toEqual([]);

    await bench.redis.hset(key, 'record', stored);
    await bench.redis.del(keys.outbox(destinations.alert(id)));
    await bench.wakeJobs('posts');
    await expectToldOf('newer');
    expect(await unreadable()).toEqual([]);
  }, 60_000);
});
