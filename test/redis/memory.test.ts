import { Cluster, Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { Memory, type MemoryLoss } from '../../src/redis/memory.ts';
import { OutboxStore } from '../../src/redis/outbox-store.ts';
import { WatchStore } from '../../src/redis/watch-store.ts';
import { destinations } from '../../src/watch/names.ts';
import { watchNamed } from '../names.ts';
import { startCluster } from './servers/start-cluster.ts';
import { connectionOf, keys, startTestRedis, type TestRedis } from './with-redis.ts';

const ALERT = { kind: 'alert', watchId: watchNamed('w1-1'), at: 1 } as const;

let server: TestRedis;
beforeAll(async () => {
  server = await startTestRedis();
});
beforeEach(async () => {
  await server.redis.flushdb();
});
afterAll(async () => {
  await server.stop();
});

/** A process, and the losses that it has heard of. */
async function start() {
  const memory = new Memory(server.connection);
  const heard: MemoryLoss[] = [];
  memory.onLoss((loss) => heard.push(loss));
  await memory.mark();
  return { memory, heard, mark: () => memory.mark() };
}

/** All that Redis holds now. @returns what brings it back */
async function snapshot(): Promise<() => Promise<void>> {
  const { redis } = server;
  const names = await redis.keys('*');
  const dumps = await Promise.all(names.map((name) => redis.dumpBuffer(name)));
  return async () => {
    await redis.flushdb();
    for (const [index, name] of names.entries()) await redis.restore(name, 0, dumps[index] ?? '');
  };
}

/** Marks of the same millisecond can't be told apart by time. */
async function nextMs(ms: number): Promise<void> {
  await expect.poll(() => Date.now(), { interval: 1 }).toBeGreaterThan(ms + 1);
}

async function owedToOnCall(): Promise<readonly unknown[]> {
  const outbox = keys.outbox(destinations.fault('memory'));
  return (await server.redis.lrange(outbox, 0, '-1')).map((item) => JSON.parse(item));
}

describe('memory that goes back', () => {
  test('is noted once, however many notice it, and all hear of it once', async () => {
    const processes = [await start(), await start(), await start()];
    const restore = await snapshot();
    const before = processes[0]?.memory.knowledge.known ?? 0;
    for (const { mark } of processes) await mark();
    await restore();
    await Promise.all(processes.map(({ mark }) => mark()));
    for (const { mark } of processes) await mark();

    const owed = await owedToOnCall();
    expect(owed).toMatchObject([{ kind: 'memory-loss', lostMs: expect.any(Number) }]);
    const heard = processes.map((each) => each.heard);
    expect(heard.map(({ length }) => length)).toEqual([1, 1, 1]);
    expect(new Set(heard.map(([loss]) => loss?.since)).size).toBe(1);
    expect(heard[0]?.[0]?.to).toBe(before);
  });

  test('of which nothing is left says so', async () => {
    const { mark, heard } = await start();
    await server.redis.flushdb();
    await mark();
    expect(heard).toMatchObject([{ to: 0 }]);
    const [owed] = await owedToOnCall();
    expect(owed).not.toHaveProperty('lostMs');
  });

  test('is noticed behind a process that began since and knows nothing of it', async () => {
    const old = await start();
    const restore = await snapshot();
    const { known } = old.memory.knowledge;
    await old.mark();
    await restore();
    const young = await start();
    for (let marks = 0; marks < 20; marks++) await young.mark();
    await old.mark();
    await young.mark();
    expect(old.heard).toMatchObject([{ to: known }]);
    expect(young.heard).toEqual(old.heard);
  });

  test('to before the process began goes back to the last mark of others', async () => {
    const other = await start();
    const restore = await snapshot();
    const { known } = other.memory.knowledge;
    await nextMs(known);
    const late = await start();
    await nextMs(late.memory.knowledge.known);
    await restore();
    // Whoever begins now does not hide to when it went back.
    await start();
    await late.mark();
    expect(late.heard).toMatchObject([{ to: known }]);
  });

  test('again, behind its own note, is noted again', async () => {
    const processes = [await start(), await start()];
    const restore = await snapshot();
    for (let times = 0; times < 2; times++) {
      for (const { mark } of processes) await mark();
      await restore();
      for (const { mark } of processes) await mark();
      expect(await owedToOnCall()).toHaveLength(1);
    }
    expect(processes.map(({ heard }) => heard.length)).toEqual([2, 2]);
  });

  test('is noticed where clocks are set', async () => {
    const { memory, mark, heard } = await start();
    memory.marked(Date.now() + 3_600_000);
    await server.redis.zadd(keys.marks, memory.knowledge.known, memory.knowledge.process);
    await mark();
    await mark();
    expect(heard).toEqual([]);
    await server.redis.zadd(keys.marks, memory.knowledge.known - 1, memory.knowledge.process);
    await mark();
    expect(heard).toHaveLength(1);
  });

  test('never gives a watch the epoch of one that was lost', async () => {
    const watches = new WatchStore(server.connection, 3_600_000);
    const reference = { subscriptionId: 's-1', location: 'eastus', operationId: 'op-1' };
    const { mark } = await start();
    const lost = (await watches.newest(reference)).nextId;
    await server.redis.flushdb();
    await mark();
    expect((await watches.newest(reference)).nextId.epoch).toBeGreaterThan(lost.epoch);
  });
});

describe('memory that is whole', () => {
  test('raises no alarm, with several processes, reconnects and marks that are sent twice', async () => {
    const own = new Redis(server.url);
    const memory = new Memory(connectionOf(own));
    const heard: MemoryLoss[] = [];
    memory.onLoss((loss) => heard.push(loss));
    const others = [await start(), await start()];
    const marks: Promise<void>[] = [];
    for (let turn = 0; turn < 20; turn++) {
      marks.push(memory.mark(), memory.mark(), ...others.map(({ mark }) => mark()));
      if (turn % 5 === 0) own.disconnect(true);
    }
    await Promise.all(marks);
    own.disconnect();
    expect([heard, ...others.map((each) => each.heard)]).toEqual([[], [], []]);
    expect(await owedToOnCall()).toEqual([]);
  });

  test('keeps no more marks than it needs', async () => {
    const gone = Array.from({ length: 1500 }, (_, index) => [1, `gone-${index}`]);
    await server.redis.zadd(keys.marks, ...gone.flat());
    const { memory } = await start();
    expect(await server.redis.zcard(keys.marks)).toBeLessThanOrEqual(1001);
    expect(await server.redis.zscore(keys.marks, memory.knowledge.process)).not.toBeNull();
  });

  test('is claimed in without a doubt', async () => {
    const { memory } = await start();
    expect(await new OutboxStore(server.connection, memory).lostTime(ALERT)).toBeUndefined();
  });
});

test('of a cluster, others may know more where the connection to one of its nodes has broken', async () => {
  const cluster = await startCluster();
  onTestFinished(cluster.stop);
  const client = new Cluster(cluster.nodes.map(({ port }) => ({ host: '127.0.0.1', port })));
  onTestFinished(() => client.disconnect());
  const { keys: own } = server.connection;
  const memory = new Memory({ client, keys: own });
  await memory.mark();
  const { known } = memory.knowledge;
  await client.zadd(own.marks, known - 1, 'another');
  expect(memory.unheard).toBeUndefined();

  const owner = await cluster.ownerOf(own.marks);
  await owner.admin.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
  const heard = async () => {
    await memory.mark();
    return memory.unheard;
  };
  await expect.poll(heard).toMatchObject({ since: expect.any(Number) });
});
