import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startPrivateRedis } from '../../../src/sandbox/redis/private-redis.ts';
import { keys } from '../with-redis.ts';
import { STEPS } from './all-steps.ts';
import { STEP_CASES, type StepCase } from './step-cases.ts';

let server: Awaited<ReturnType<typeof startPrivateRedis>>;
let admin: Redis;
beforeAll(async () => {
  server = await startPrivateRedis();
  admin = new Redis(server.url);
});
afterAll(async () => {
  admin.disconnect();
  await server.stop();
});

/** All that a Redis holds, and of each key whether it ends: times to live themselves run. */
async function contents(redis: Redis): Promise<Readonly<Record<string, unknown>>> {
  const names = (await redis.keys('*')).sort();
  const entries = names.map(async (name) => {
    const [value, ttl] = await Promise.all([valueIn(redis, name), redis.pttl(name)]);
    return [name, { value, ends: ttl >= 0 }] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

async function valueIn(redis: Redis, name: string): Promise<unknown> {
  switch (await redis.type(name)) {
    case 'hash':
      return await redis.hgetall(name);
    case 'list':
      return await redis.lrange(name, 0, '-1');
    case 'set':
      return (await redis.smembers(name)).sort();
    case 'zset':
      return await redis.zrange(name, 0, '-1', 'WITHSCORES');
    default:
      return await redis.get(name);
  }
}

function luaOf(name: string): string {
  return STEPS.find(({ stepName }) => stepName === name)?.lua ?? '';
}

/** The commands that a step may use; of all that write, those that it does. */
function commandsOf({ step }: StepCase, how: 'call|write' | 'write'): readonly string[] {
  const used = luaOf(step).matchAll(new RegExp(`\\b(?:redis\\.)?(?:${how})\\('([A-Z]+)'`, 'g'));
  return [...new Set([...used].map(([, name = '']) => name))];
}

type Outcome = 'done' | 'refused';

/** What was not needed can't be missed: then the step is done, as ever. */
async function expectAllOrNothing(redis: Redis, work: () => Promise<unknown>): Promise<Outcome> {
  const before = await contents(redis);
  const outcome = await work().then(
    (): Outcome => 'done',
    (): Outcome => 'refused',
  );
  if (outcome === 'refused') expect(await contents(redis)).toEqual(before);
  return outcome;
}

test('every step has a case', () => {
  const names = STEPS.map(({ stepName }) => stepName).sort();
  expect([...new Set(STEP_CASES.map(({ step }) => step))].sort()).toEqual(names);
});

describe.each(STEP_CASES)('$step, where $where', (stepCase) => {
  const writes = commandsOf(stepCase, 'write').length > 0;

  test('leaves nothing half-written where its user may not use a command', async () => {
    const url = new URL(server.url);
    url.username = 'limited';
    url.password = 'secret';
    const outcomes: Outcome[] = [];
    for (const command of commandsOf(stepCase, 'call|write')) {
      await admin.flushdb();
      const act = await stepCase.arrange(admin);
      const rights = ['reset', 'on', '>secret', '~*', '+@all', `-${command}`];
      await admin.call('ACL', 'SETUSER', 'limited', ...rights);
      const limited = new Redis(url.href);
      outcomes.push(await expectAllOrNothing(admin, () => act(limited)));
      limited.disconnect();
    }
    expect(outcomes).toContain('refused');
  });

  test('leaves nothing half-written where there is no memory left', async () => {
    await admin.flushdb();
    const act = await stepCase.arrange(admin);
    await admin.config('SET', 'maxmemory', '1');
    const outcome = await expectAllOrNothing(admin, () => act(admin)).finally(() =>
      admin.config('SET', 'maxmemory', '0'),
    );
    // Redis lets what only takes away go on.
    const grows = /write\('(?:[HZS]?SET|[ZS]ADD|[RL]PUSH)'/.test(luaOf(stepCase.step));
    if (writes && !grows) expect(outcome).toBe('done');
  });

  test('leaves nothing half-written where a key is of another type than it is to be', async () => {
    await admin.flushdb();
    await stepCase.arrange(admin);
    const { live, owing, stuck, edits, editsLeased, editPlaces, holds, aside } = keys;
    const shared = [live, owing, stuck, edits, editsLeased, editPlaces, holds, aside];
    for (const name of new Set([...(await admin.keys('*')), ...shared])) {
      await admin.flushdb();
      const act = await stepCase.arrange(admin);
      const other = (await admin.type(name)) === 'string' ? 'list' : 'string';
      await admin.del(name);
      await (other === 'list' ? admin.rpush(name, 'x') : admin.set(name, 'x'));
      await expectAllOrNothing(admin, () => act(admin));
    }
  });
});

const WRITES = [...new Set(STEP_CASES.flatMap((stepCase) => commandsOf(stepCase, 'write')))];

test.each(WRITES)(
  'no step leaves anything half-written where the server lacks %s',
  async (command) => {
    const lacking = await startPrivateRedis({ settings: ['--rename-command', command, ''] });
    const redis = new Redis(lacking.url);
    const outcomes: Outcome[] = [];
    for (const stepCase of STEP_CASES.filter((each) =>
      commandsOf(each, 'write').includes(command),
    )) {
      await Promise.all([admin.flushdb(), redis.flushdb()]);
      const act = await stepCase.arrange(admin);
      for (const name of await admin.keys('*')) {
        const ttl = Math.max(0, await admin.pttl(name));
        await redis.restore(name, ttl, await admin.dumpBuffer(name));
      }
      outcomes.push(await expectAllOrNothing(redis, () => act(redis)));
    }
    redis.disconnect();
    await lacking.stop();
    expect(outcomes).toContain('refused');
  },
);
