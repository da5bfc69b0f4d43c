import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { failedOperation } from '../../src/sandbox/azure/ended-operation.ts';
import { inProgressBackup } from '../../src/sandbox/azure/in-progress-backup.ts';
import { type ProductProcess, startProduct } from '../../src/sandbox/product/product-process.ts';
import { untilReady } from '../../src/sandbox/product/until-ready.ts';
import { cardsOf, untilCard, untilThread } from '../e2e/cards.ts';
import { DBA, ONCALL, startTestWorld, type TestWorld } from '../e2e/start-test-world.ts';

let world: TestWorld;
let bot: ProductProcess;
beforeEach(async () => {
  world = await startTestWorld('socket');
  await world.product.stop();
  bot = await startBot();
});
afterEach(async () => {
  await bot.stop();
  await world.stop();
});

async function startBot(): Promise<ProductProcess> {
  const product = startProduct(world.environment, 'node');
  await untilReady(product, world.opsPort);
  return product;
}

function running(percent: number) {
  const body = inProgressBackup({ percent, doneBytes: 1, totalBytes: 9, startTime: Date.now() });
  return { kind: 'ok', body } as const;
}

/** One operation's reading hangs, and another's alert. */
async function hang() {
  const unread = world.azure.operation({ script: () => running(10) });
  const failing = world.azure.operation({ script: () => running(20) });
  await world.ask(`watch ${unread.progressUrl}`);
  await world.ask(`watch ${failing.progressUrl}`);
  for (const operation of [unread, failing]) {
    const card = await untilCard(world, DBA, operation, /%/);
    await untilThread(world, card, /Watching for/);
  }
  unread.set({ kind: 'hang' });
  await unread.until(unread.reads + 1);
  world.slack.fail({
    method: 'chat.postMessage',
    when: ({ channel }) => channel === ONCALL,
    with: { kind: 'hang' },
  });
  const error = { code: 'Broken', message: 'It broke.' };
  const ended = { startTime: Date.now() - 1000, endTime: Date.now(), error };
  failing.set({ kind: 'ok', body: failedOperation(ended) });
  await world.slack.until(() =>
    world.slack.calls.some(({ outcome }) => outcome.kind === 'fault' && outcome.fault === 'hang'),
  );
  return { unread, failing };
}

describe('SIGTERM', () => {
  test('ends the bot within 10 s though a reading and a post hang, and nothing is lost', async () => {
    const { unread, failing } = await hang();
    const before = performance.now();
    expect(await bot.stop()).toBe(0);
    expect(performance.now() - before).toBeLessThan(10_000);
    expect(bot.output()).toContain('app.stopped');
    expect(bot.output()).not.toContain('app.stop_too_slow');

    unread.set(running(30));
    bot = await startBot();
    await untilCard(world, DBA, unread, /30 %/, 25_000);
    await world.slack.until(() => world.slack.messages(ONCALL).length === 1, { timeoutMs: 25_000 });
    await untilCard(world, DBA, failing, /failed/);
    for (const operation of [unread, failing]) {
      expect(cardsOf(world, DBA, operation)).toHaveLength(1);
    }
  }, 90_000);

  test('given a second time ends it at once, and nothing is lost', async () => {
    const { unread } = await hang();
    bot.kill('SIGTERM');
    // Ctrl-C under npm comes twice within a moment and counts once.
    await delay(800);
    const before = performance.now();
    bot.kill('SIGTERM');
    expect(await bot.ended).toBe(1);
    expect(performance.now() - before).toBeLessThan(1000);

    unread.set(running(30));
    bot = await startBot();
    await untilCard(world, DBA, unread, /30 %/, 40_000);
    await world.slack.until(() => world.slack.messages(ONCALL).length === 1, { timeoutMs: 40_000 });
  }, 90_000);
});
