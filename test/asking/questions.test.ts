import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createQuestions } from '../../src/asking/questions.ts';
import { ReadBudget } from '../../src/redis/read-budget.ts';
import { startTestRedis, type TestRedis } from '../redis/with-redis.ts';
import { failure } from '../watch/build-record.ts';
import { ALICE, BOB, operation } from './start-asking.ts';

let server: TestRedis;
let reads: ReadBudget;
beforeAll(async () => {
  server = await startTestRedis();
});
beforeEach(async () => {
  await server.redis.flushdb();
  reads = new ReadBudget(server.connection, 1);
});
afterAll(async () => {
  await server.stop();
});

const PLACES = Array.from({ length: 70 }, (_, number) => operation(number));

/** A search that goes on until it is ended. */
function search(read: ReturnType<ReturnType<typeof createQuestions>['readFor']>, places = PLACES) {
  const ended = new AbortController();
  const looks = places.map((place) => read(place, { signal: ended.signal }));
  return {
    async end() {
      ended.abort();
      await Promise.allSettled(looks);
    },
  };
}

test('are read one after the other, each in its turn', async () => {
  const begun: number[] = [];
  const questions = createQuestions(async () => {
    begun.push(performance.now());
    return failure('not-found');
  }, new ReadBudget(server.connection, 10));
  await Promise.all(PLACES.slice(0, 40).map((place) => questions.readFor(ALICE.user)(place, {})));
  // Thirty at once; the rest with ten a second, since nobody else reads.
  expect((begun.at(-1) ?? 0) - (begun[0] ?? 0)).toBeGreaterThan(300);
  expect(begun).toHaveLength(40);
});

test('are refused while too many of the same person wait, and of nobody else', async () => {
  const questions = createQuestions(async () => failure('not-found'), reads);
  const long = search(questions.readFor(ALICE.user));
  expect(questions.whyNot(ALICE.user, PLACES)).toMatchObject({
    kind: 'refused',
    retryAfterMs: expect.any(Number),
    explanation: expect.stringMatching(/^Too many questions at once: please ask again in \d\d s\./),
  });
  expect(questions.whyNot(BOB.user, PLACES)).toBeUndefined();
  const elsewhere = PLACES.map((place) => ({ ...place, subscriptionId: 'another' }));
  expect(questions.whyNot(ALICE.user, elsewhere)).toBeUndefined();
  await long.end();
  expect(questions.whyNot(ALICE.user, PLACES)).toBeUndefined();
});

test('of one person are not behind all of another’s', async () => {
  const read: string[] = [];
  const questions = createQuestions(async ({ operationId }) => {
    read.push(operationId);
    return failure('not-found');
  }, reads);
  const long = search(questions.readFor(ALICE.user), PLACES.slice(0, 60));
  await expect.poll(() => read.length).toBeGreaterThanOrEqual(3);
  const his = operation(99);
  await questions.readFor(BOB.user)(his, {});
  expect(read.indexOf(his.operationId)).toBeLessThan(8);
  await long.end();
});
