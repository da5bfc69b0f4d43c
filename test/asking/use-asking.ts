import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { startTestRedis, type TestRedis } from '../redis/with-redis.ts';
import { askingOn, type TestAsking } from './start-asking.ts';

/** What the tests of a file share: a Redis of its own, emptied before each of them, and what can be asked for there. */
export function useAsking(options?: Parameters<typeof askingOn>[1]) {
  let server: TestRedis | undefined;
  let world: TestAsking | undefined;
  beforeAll(async () => {
    server = await startTestRedis();
  });
  beforeEach(async () => {
    await here.server.redis.flushdb();
    world = askingOn(here.server.connection, options);
  });
  afterEach(async () => {
    await world?.close();
  });
  afterAll(async () => {
    await server?.stop();
  });

  const here = {
    get server(): TestRedis {
      return started(server);
    },
    get world(): TestAsking {
      return started(world);
    },
    /** In place of the world that a test begins with. It is closed at the end; the one before is not. */
    set world(other: TestAsking) {
      world = other;
    },
  };
  return here;
}

function started<Part>(part: Part | undefined): Part {
  if (part === undefined) throw new Error('It is there only while a test runs');
  return part;
}
