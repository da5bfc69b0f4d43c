import { Worker } from 'bullmq';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { redisCredentials } from '../../../src/app/redis-credentials.ts';
import { createTokenSource } from '../../../src/azure/token-source.ts';
import { bullmqClient } from '../../../src/queues/bullmq-client.ts';
import { createRedisAccess, type RedisAccess } from '../../../src/redis/access/redis-access.ts';
import { type RunningServer, startServer } from '../servers/start-server.ts';
import { settingsOf } from '../with-redis.ts';

const OBJECT_ID = '11111111-2222-3333-4444-555555555555';

/** A token of the identity, as Microsoft's platform makes them. */
function tokenNamed(name: string): string {
  const payload = Buffer.from(JSON.stringify({ oid: OBJECT_ID, name })).toString('base64url');
  return `header.${payload}.signature`;
}

let server: RunningServer;
let token: string;
let refusal: Error | undefined;
let access: RedisAccess;
let faults: string[];
const closing: (() => unknown)[] = [];

/** From now on, this is the identity's token, and the only one that Redis takes. */
async function issue(name: string): Promise<void> {
  const next = tokenNamed(name);
  await server.admin.acl('SETUSER', OBJECT_ID, 'on', 'resetpass', `>${next}`, '~*', '+@all');
  token = next;
}

beforeEach(async () => {
  server = await startServer({ settings: ['user default off'] });
  refusal = undefined;
  faults = [];
  await issue('first');
});
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
  await server.stop();
});

/** All connections of a worker that signs in with the identity's tokens. */
function openAll() {
  access = createRedisAccess(settingsOf(server.url), {
    onFault: ({ problem }) => faults.push(problem),
    credentials: {
      ...redisCredentials(
        {
          tokensFor: (scope) =>
            createTokenSource({
              scope,
              credential: {
                async getToken(asked) {
                  expect(asked).toBe('https://redis.azure.com/.default');
                  if (refusal) throw refusal;
                  // It ends before long, so the next is asked for at once.
                  return { token, expiresOnTimestamp: Date.now() + 60_000 };
                },
              },
            }),
        },
        undefined,
      ),
      everyMs: 50,
    },
  });
  const commands = access.open('commands');
  const jobs = access.open('jobs');
  const worker = new Worker('watches', async () => undefined, {
    connection: bullmqClient(jobs),
    prefix: jobs.keys.prefix,
  });
  worker.on('error', () => undefined);
  closing.push(commands.close, jobs.close, () => worker.close());
  return { commands, worker };
}

/** How often a connection that stands has been signed in anew. */
async function timesSignedIn(): Promise<number> {
  const stats = await server.admin.info('commandstats');
  return Number(/^cmdstat_auth:calls=(\d+)/m.exec(stats)?.[1] ?? 0);
}

const inOrder = () => vi.waitFor(() => expect(access.fault()).toBeUndefined(), 5000);

describe('with tokens of Azure’s', () => {
  test('signs in as the identity, and shows each new token on every connection that stands', async () => {
    const { commands, worker } = openAll();
    await inOrder();
    await worker.waitUntilReady();
    expect(await commands.client.call('ACL', 'WHOAMI')).toBe(OBJECT_ID);
    expect(faults).toEqual([]);

    const before = await timesSignedIn();
    await issue('second');
    // The third blocks while there are no jobs, and is told as soon as it does not.
    await vi.waitFor(async () => expect(await timesSignedIn()).toBe(before + 3), 12_000);
    expect(faults).toEqual([]);
  }, 20_000);

  test('connects with the newest token, though it began with another', async () => {
    const { commands } = openAll();
    await inOrder();
    await issue('second');
    await server.admin.client('KILL', 'USER', OBJECT_ID);
    await vi.waitFor(async () => expect(await commands.client.ping()).toBe('PONG'), 5000);
    await inOrder();
  });

  test('says that Redis refuses the token, not that the password in REDIS_URL is wrong', async () => {
    await server.admin.acl('DELUSER', OBJECT_ID);
    openAll();
    await vi.waitFor(() => expect(access.fault()?.kind).toBe('token-refused'), 5000);
    await issue('third');
    await inOrder();
  });

  test('says that Azure gives no token, and goes on as soon as it does', async () => {
    refusal = new Error('No identity here.');
    openAll();
    await vi.waitFor(
      () => expect(access.fault()?.problem).toMatch(/^Azure gives me no token/),
      5000,
    );
    refusal = undefined;
    await vi.waitFor(() => expect(access.fault()).toBeUndefined(), 10_000);
  }, 20_000);
});
