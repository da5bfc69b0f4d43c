import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { composePage } from '../../src/jobs/compose-page.ts';
import { type SandboxRedis, startPrivateRedis } from '../../src/sandbox/redis/private-redis.ts';
import type { Message } from '../../src/slack/messages/message.ts';
import { keys } from '../../src/store/keys.ts';
import { advance } from '../../src/watch/advance.ts';
import { messageOfName } from '../../src/watch/standing-message.ts';
import { DBA } from '../faults/bench.ts';
import { type Courier, startCourier } from '../faults/courier.ts';
import { seen } from '../faults/crash/one-life.ts';

let redis: SandboxRedis;
let courier: Courier;
/** The watches on the page, in its order. */
let watches: readonly string[];
let pageName: string;
beforeAll(async () => {
  redis = await startPrivateRedis();
});
beforeEach(async () => {
  courier = await startCourier({ redisUrl: redis.url, readings: [seen('Failed', 0)] });
  await courier.next(courier.alert);
  const [second, third] = [await fail('op-2'), await fail('op-3')];
  watches = [second, third];
  pageName = (await courier.parts.storms.pageOf(second)) ?? '';
});
afterEach(async () => {
  await courier.stop();
});
afterAll(async () => {
  await redis.stop();
});

async function fail(operationId: string): Promise<string> {
  const watch = await courier.beginAnother(operationId);
  await courier.watches.update(watch, (record) =>
    advance(record, seen('Failed', 0), Date.now(), courier.parts.policy),
  );
  expect(await courier.next(`alert/${watch}`)).toBeUndefined();
  return watch;
}

async function compose(): Promise<Message | undefined> {
  const standing = messageOfName(pageName);
  if (standing?.kind !== 'storm') throw new Error(`${pageName} is no page`);
  return await composePage(standing, courier.parts);
}

const shown = async () => JSON.stringify((await compose())?.blocks);

describe('a storm’s page', () => {
  test('names each of its operations, and nobody else’s', async () => {
    expect((await compose())?.text).toMatch(/^🚨 2 more operations have failed: /);
    expect(await shown()).toContain('op-2');
    expect(await shown()).toContain('op-3');
    expect(await shown()).not.toContain('op-1');
  });

  test('links to those cards that stand', async () => {
    expect(await shown()).not.toContain('archives');
    await courier.drain(`card/${watches[1]}/${DBA}-1`);
    const ts = courier.slack.messages(DBA).at(-1)?.ts.replace('.', '');
    expect((await shown()).split(`archives/${DBA}/p${ts}`)).toHaveLength(2);
  });

  test('still names an operation that is no longer kept', async () => {
    await courier.redis.del(keys.watch(watches[0] ?? ''));
    expect(await shown()).toContain('op-2');
    expect(await shown()).toContain('I no longer keep what became of it');
  });

  test('says who looks after it, in place of the button', async () => {
    expect(await shown()).toContain('"acknowledge"');
    await courier.redis.hset(
      keys.page('failures', pageName.split('/')[2] ?? ''),
      'alert:ts',
      '1.2',
    );
    await courier.parts.acknowledgements.acknowledge(pageName, { by: 'U0BOB', at: 1 });
    expect(await shown()).toContain('Acknowledged by <@U0BOB>');
    expect(await shown()).not.toContain('"acknowledge"');
  });

  test('is nothing where it is no longer kept', async () => {
    await courier.redis.del(...(await courier.redis.keys('{mysqlop}:page:*')));
    expect(await compose()).toBeUndefined();
  });
});
