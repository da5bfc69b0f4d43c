import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { NO_DEADLINE } from '../../src/redis/deadline.ts';
import { ReadBudget } from '../../src/redis/read-budget.ts';
import { type SandboxRedis, startPrivateRedis } from '../../src/sandbox/redis/private-redis.ts';
import { createSweep } from '../../src/upkeep/sweep.ts';
import { destinations } from '../../src/watch/names.ts';
import { type Courier, startCourier } from '../faults/courier.ts';
import { seen } from '../faults/crash/one-life.ts';
import { keys } from '../redis/with-redis.ts';
import { afterReading } from '../watch/live.ts';

let redis: SandboxRedis;
let courier: Courier;
beforeAll(async () => {
  redis = await startPrivateRedis();
});
beforeEach(async () => {
  courier = await startCourier({ redisUrl: redis.url, readings: [seen('InProgress', 10)] });
});
afterEach(async () => {
  await courier.stop();
});
afterAll(async () => {
  await redis.stop();
});

const sweep = () => createSweep(courier.parts)();
const polls = async () => {
  const jobs = await courier.queues.watches.getJobs(['wait', 'delayed', 'prioritized']);
  return jobs.map(({ data }) => data.watchId);
};
const posts = async () => {
  const jobs = await courier.queues.posts.getJobs(['wait', 'delayed', 'prioritized']);
  return jobs.map(({ data }) => data.destination);
};

describe('a sweep', () => {
  test('gives a job to a live watch that lacks one, and no second one to others', async () => {
    const other = await courier.beginAnother('op-2');
    await courier.queues.removePoll(courier.id);
    expect(await polls()).toEqual([other]);
    await sweep();
    await sweep();
    expect([...(await polls())].sort()).toEqual([courier.id, other].sort());
    expect(courier.log).toContainEqual(
      expect.objectContaining({ event: 'sweep.poll_restored', watch: courier.id }),
    );
  });

  test('gives a job to a watch whose job stands nowhere, as a script that broke off leaves it', async () => {
    await courier.redis.lrem(courier.queues.watches.toKey('wait'), 0, courier.id);
    expect(await polls()).toEqual([]);
    await sweep();
    await sweep();
    expect(await polls()).toEqual([courier.id]);
  });

  test('says once where a round of reads takes longer than POLL_MAX, and once when that is over', async () => {
    const slow = { ...courier.parts, reads: new ReadBudget(courier.own, 0.001) };
    const sweeping = createSweep(slow);
    await sweeping();
    await sweeping();
    const said = (event: string) => courier.log.filter((entry) => entry['event'] === event);
    expect(said('reads.round_too_long')).toMatchObject([{ watches: 1, roundMs: 1_000_000 }]);
    expect(said('reads.round_in_time')).toEqual([]);
    await courier.redis.del(keys.live);
    await sweeping();
    expect(said('reads.round_in_time')).toHaveLength(1);
  });

  test('has posted what is owed, though the job for it stands nowhere', async () => {
    const { posts: queue } = courier.queues;
    await courier.queues.addPost(courier.card);
    await courier.redis.del(queue.toKey('prioritized'));
    await sweep();
    await sweep();
    expect(await posts()).toEqual(await courier.outboxes.owing());
  });

  test('gives none to a watch that has ended', async () => {
    await courier.watches.update(
      courier.id,
      (record) => afterReading(record, seen('Succeeded', 100), Date.now(), courier.parts.policy),
      { deadline: NO_DEADLINE },
    );
    await courier.queues.removePoll(courier.id);
    await sweep();
    expect(await polls()).toEqual([]);
  });

  test('has all posted that is owed and for which nobody asked: cards, alerts, digests', async () => {
    const fail = async (operationId: string) => {
      const watch = await courier.beginAnother(operationId);
      await courier.watches.update(
        watch,
        (record) => afterReading(record, seen('Failed', 0), Date.now(), courier.parts.policy),
        { deadline: NO_DEADLINE },
      );
      return watch;
    };
    const [first, second] = [await fail('op-2'), await fail('op-3')];
    await courier.next(destinations.alert(first));
    await courier.next(destinations.alert(second));
    await courier.queues.posts.obliterate({ force: true });
    await courier.queues.posts.resume();
    expect(await posts()).toEqual([]);
    await sweep();
    await sweep();
    const owing = await courier.outboxes.owing();
    expect(owing).toContainEqual(expect.stringMatching(/^digest\/failures\//));
    expect([...(await posts())].sort()).toEqual([...owing].sort());
  });

  test('wakes a post that sleeps for longer than Slack ever asks', async () => {
    const hour = { delay: 3_600_000 };
    await courier.queues.posts.add('post', { destination: courier.card }, hour);
    await courier.queues.posts.add('post', { destination: courier.alert }, { delay: 300_000 });
    await sweep();
    const delayed = await courier.queues.posts.getJobs(['delayed']);
    expect(delayed.map(({ data }) => data.destination)).toEqual([courier.alert]);
  });

  test('leaves what is to be edited where it is: the line itself is kept in Redis', async () => {
    const before = await courier.redis.zrange(keys.edits, 0, '-1');
    await sweep();
    expect(await courier.redis.zrange(keys.edits, 0, '-1')).toEqual(before);
  });
});
