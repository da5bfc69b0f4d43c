import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { FIELDS } from '../../src/redis/fields.ts';
import { digestNamed } from '../names.ts';
import { keys, startTestRedis, type TestRedis } from '../redis/with-redis.ts';
import { START } from '../watch/build-record.ts';
import { ALICE, askingOn, BOB, operation, type TestAsking } from './start-asking.ts';

let server: TestRedis;
let world: TestAsking;
beforeAll(async () => {
  server = await startTestRedis();
});
beforeEach(async () => {
  await server.redis.flushdb();
  world = askingOn(server.connection);
});
afterEach(async () => {
  await world.close();
});
afterAll(async () => {
  await server.stop();
});

test('notes who looks after an alert, the first one, and logs each who says so', async () => {
  const watch = await world.begun(operation(1), ALICE);
  const message = `alert/${watch}`;
  expect(await world.asking.acknowledge(ALICE, message)).toEqual({ kind: 'acknowledged' });
  expect(await world.asking.acknowledge(BOB, message)).toEqual({ kind: 'acknowledged' });
  expect(await world.acknowledgements.ofAlert(watch)).toEqual({ by: 'U0ALICE', at: START });
  expect(world.logged('alert.acknowledged')).toEqual([
    { message, watch, channel: 'C0DBA', user: 'U0ALICE', outcome: 'acknowledged' },
    { message, watch, channel: 'C0DBA', user: 'U0BOB', outcome: 'somebody-was-first' },
  ]);
});

test('notes who looks after a digest, and calls it no watch', async () => {
  const message = 'digest/failures/7';
  await server.redis.hset(keys.digest('failures', digestNamed('7')), FIELDS.alertTs, '1.1');
  expect(await world.asking.acknowledge(ALICE, message)).toEqual({ kind: 'acknowledged' });
  expect(world.logged('alert.acknowledged')).toEqual([
    { message, channel: 'C0DBA', user: 'U0ALICE', outcome: 'acknowledged' },
  ]);
});

test.each(['alert/w-gone', 'digest/failures/7', 'digest/conditions/7', 'nonsense'])(
  'says that it no longer remembers %s, and logs that nobody looks after it',
  async (message) => {
    expect(await world.asking.acknowledge(ALICE, message)).toMatchObject({
      kind: 'forgotten',
      explanation: expect.stringContaining('no longer remember that alert'),
    });
    expect(world.logged('alert.acknowledged')).toMatchObject([
      { message, user: 'U0ALICE', outcome: 'no-longer-kept' },
    ]);
    expect(await world.kept()).toEqual([]);
  },
);
