import { Queue } from 'bullmq';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { adoptEarlierEdits } from '../../src/jobs/adopt-earlier-edits.ts';
import { EditLine, URGENCY } from '../../src/store/edit-line.ts';
import { KEY_PREFIX, keys } from '../../src/store/keys.ts';
import { startTestRedis, type TestRedis } from '../store/with-redis.ts';

const BEHIND = `${KEY_PREFIX}:behind`;

let server: TestRedis;
let edits: EditLine;
beforeAll(async () => {
  server = await startTestRedis();
  edits = new EditLine(server.redis, { intervalMs: 1 });
});
beforeEach(async () => {
  await server.redis.flushdb();
});
afterAll(async () => {
  await server.stop();
});

const marked = () => server.redis.zrange(keys.edits, 0, '-1');

async function urgencyOf(message: string): Promise<number> {
  return Math.floor(Number(await server.redis.zscore(keys.edits, message)) / 1e13);
}

describe('what an earlier version has left to be edited', () => {
  test('is taken over into the edit line, and its queue is removed', async () => {
    await server.redis.sadd(BEHIND, 'w1-1/C0DBA-1', 'w2-1/C0DBA-1', 'nonsense');
    const queue = new Queue('edits', { connection: server.redis, prefix: KEY_PREFIX });
    await queue.add('edit', {}, { jobId: 'w1-1/C0DBA-1' });
    await queue.add('edit', {}, { delay: 60_000 });
    await queue.close();

    await adoptEarlierEdits(server.redis, edits, new Set(['w2-1']));
    expect([...(await marked())].sort()).toEqual(['card/w1-1/C0DBA-1', 'card/w2-1/C0DBA-1']);
    expect(await urgencyOf('card/w1-1/C0DBA-1')).toBe(URGENCY.ending);
    expect(await urgencyOf('card/w2-1/C0DBA-1')).toBe(URGENCY.progress);
    expect(await server.redis.keys('*')).toEqual([keys.edits]);
  });

  test('is taken over once, however many processes start', async () => {
    await server.redis.sadd(BEHIND, 'w1-1/C0DBA-1');
    await Promise.all([1, 2, 3].map(() => adoptEarlierEdits(server.redis, edits, new Set())));
    expect(await marked()).toEqual(['card/w1-1/C0DBA-1']);
    expect(await server.redis.exists(BEHIND)).toBe(0);
  });

  test('is nothing where there was none', async () => {
    await adoptEarlierEdits(server.redis, edits, new Set());
    expect(await server.redis.keys('*')).toEqual([]);
  });
});
