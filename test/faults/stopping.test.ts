import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, type TestContext, test } from 'vitest';
import { failedOperation, succeededOperation } from '../../src/sandbox/azure/ended-operation.ts';
import { inProgressBackup } from '../../src/sandbox/azure/in-progress-backup.ts';
import { type ProductProcess, startProduct } from '../../src/sandbox/product/product-process.ts';
import { untilReady } from '../../src/sandbox/product/until-ready.ts';
import { cardsOf, untilCard } from '../e2e/cards.ts';
import { DBA, ONCALL, startTestWorld, type TestWorld } from '../e2e/start-test-world.ts';

function running(percent: number) {
  const body = inProgressBackup({ percent, doneBytes: 1, totalBytes: 9, startTime: Date.now() });
  return { kind: 'ok', body } as const;
}

/** One operation's reading hangs, and another's alert. */
async function hang(world: TestWorld) {
  const unread = world.azure.operation({ script: () => running(10) });
  const failing = world.azure.operation({ script: () => running(20) });
  await world.ask(`watch ${unread.progressUrl}`);
  await world.ask(`watch ${failing.progressUrl}`);
  for (const operation of [unread, failing]) {
    await untilCard(world, DBA, operation, /%/);
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

/** A world whose bot is started by node alone, so that its exit code is heard, and the next bot in it. */
async function startWorld({ onTestFinished }: TestContext) {
  const world = await startTestWorld('socket', {}, { way: 'node' });
  const bots: ProductProcess[] = [];
  onTestFinished(async () => {
    await Promise.all(bots.map((bot) => bot.stop()));
    await world.stop();
  });
  const startBot = async () => {
    const bot = startProduct(world.environment, 'node');
    bots.push(bot);
    await untilReady(bot, world.opsPort);
  };
  return { world, startBot };
}

// They wait most of the time, for what a dead bot has held: so all at once.
describe('nothing is lost where a bot is ended', () => {
  test.concurrent('by SIGTERM, within 10 s though a reading and a post hang', async (context) => {
    const { world, startBot } = await startWorld(context);
    const { unread, failing } = await hang(world);
    const before = performance.now();
    expect(await world.product.stop()).toBe(0);
    expect(performance.now() - before).toBeLessThan(10_000);
    expect(world.product.output()).toContain('app.stopped');
    expect(world.product.output()).not.toContain('app.stop_too_slow');

    unread.set(running(30));
    await startBot();
    await untilCard(world, DBA, unread, /30 %/, 25_000);
    await world.slack.until(() => world.slack.messages(ONCALL).length === 1, { timeoutMs: 25_000 });
    await untilCard(world, DBA, failing, /failed/);
    for (const operation of [unread, failing]) {
      expect(cardsOf(world, DBA, operation)).toHaveLength(1);
    }
  }, 90_000);

  test.concurrent('by SIGTERM, soon where only a reading hangs', async (context) => {
    const { world, startBot } = await startWorld(context);
    const operation = world.azure.operation({ script: () => running(40) });
    await world.ask(`watch ${operation.progressUrl}`);
    await untilCard(world, DBA, operation, /40 %/);
    operation.set({ kind: 'hang' });
    await operation.until(operation.reads + 1);
    const before = performance.now();
    expect(await world.product.stop()).toBe(0);
    // It would hang for 10 s.
    expect(performance.now() - before).toBeLessThan(5000);

    operation.set(running(45));
    await startBot();
    await untilCard(world, DBA, operation, /45 %/, 25_000);
  }, 90_000);

  test.concurrent('by a second SIGTERM, at once', async (context) => {
    const { world, startBot } = await startWorld(context);
    const { unread } = await hang(world);
    world.product.kill('SIGTERM');
    // Ctrl-C under npm comes twice within a moment and counts once.
    await delay(800);
    const before = performance.now();
    world.product.kill('SIGTERM');
    expect(await world.product.ended).toBe(1);
    expect(performance.now() - before).toBeLessThan(1000);

    unread.set(running(30));
    await startBot();
    await untilCard(world, DBA, unread, /30 %/, 40_000);
    await world.slack.until(() => world.slack.messages(ONCALL).length === 1, { timeoutMs: 40_000 });
  }, 90_000);

  test.concurrent('by SIGKILL: the watch goes on', async (context) => {
    const { world, startBot } = await startWorld(context);
    const operation = world.azure.operation({ script: () => running(50) });
    await world.ask(`watch ${operation.progressUrl}`);
    await untilCard(world, DBA, operation, /50 %/);

    world.product.kill('SIGKILL');
    await world.product.ended;
    const ended = { startTime: Date.now() - 5000, endTime: Date.now() };
    operation.set({ kind: 'ok', body: succeededOperation(ended) });
    await startBot();
    // A dead worker's job is handed on when its lock has run out, after 15 s at the most.
    await untilCard(world, DBA, operation, /succeeded/, 40_000);
    expect(cardsOf(world, DBA, operation)).toHaveLength(1);
  }, 90_000);
});
