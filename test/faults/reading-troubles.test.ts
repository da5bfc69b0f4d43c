import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Answer } from '../../src/sandbox/azure/answer.ts';
import { inProgressBackup } from '../../src/sandbox/azure/in-progress-backup.ts';
import { freePort } from '../../src/sandbox/free-port.ts';
import { type ProductProcess, startProduct } from '../../src/sandbox/product/product-process.ts';
import { untilReady } from '../../src/sandbox/product/until-ready.ts';
import { shownIn, untilCard, untilThread } from '../e2e/cards.ts';
import { ALICE, DBA, ONCALL, startTestWorld, type TestWorld } from '../e2e/start-test-world.ts';

function running(percent: number): Answer {
  const progress = { percent, doneBytes: percent, totalBytes: 100, startTime: Date.now() };
  return { kind: 'ok', body: inProgressBackup(progress) };
}

function armError(status: number, code: string, message: string, headers = {}): Answer {
  return { kind: 'status', status, body: { error: { code, message } }, headers };
}

describe('an operation that can not be read', () => {
  let world: TestWorld;
  beforeAll(async () => {
    world = await startTestWorld('socket', { BLIND_AFTER: '1s', FAULT_AFTER: '1s' });
  });
  afterAll(async () => {
    await world.stop();
  });

  test('is noted once, alerted without a mention, and "seen again" with where it stands', async () => {
    const operation = world.azure.operation({ script: () => running(61) });
    await world.ask(`watch ${operation.progressUrl}`);
    const card = await untilCard(world, DBA, operation, /61 %/);
    operation.set({ kind: 'status', status: 503 });

    await untilCard(world, DBA, operation, /can’t read Azure at the moment, last seen at 61 %/);
    await untilThread(world, card, /not been able to read it since/);
    const alert = await world.slack.until(() => world.slack.messages(ONCALL).at(0));
    expect(shownIn(alert)).toContain('not been able to read it');
    expect(shownIn(alert)).not.toContain('S0DBAS');
    const reads = operation.reads;
    await operation.until(reads + 5);

    operation.set(running(61));
    const told = await untilThread(world, card, /seen again/);
    expect(told).toEqual([
      expect.stringMatching(
        /not been able to read it since .* says nothing about the operation itself/,
      ),
      expect.stringMatching(/^👌 .*: seen again, .* later, 61 %/),
    ]);
    await world.slack.until(() => world.slack.thread(ONCALL, alert.ts).length === 1);
    expect(world.slack.messages(ONCALL)).toHaveLength(1);
    await untilCard(world, DBA, operation, /: 61 %/);
  });

  test('since the bot may not names the role that is missing, and where', async () => {
    const message =
      "The client does not have authorization to perform action 'Microsoft.DBforMySQL/locations/operationProgress/read'.";
    const operation = world.azure.operation({
      script: () => armError(403, 'AuthorizationFailed', message),
    });
    await world.ask(`watch ${operation.progressUrl}`);
    const card = await untilCard(world, DBA, operation, /can’t read Azure/);
    expect(shownIn(card)).toMatch(/Reader/);
    expect(shownIn(card)).toContain(world.azure.subscriptionId);
    operation.set(running(5));
    await untilCard(world, DBA, operation, /5 %/);
  });

  test('since Azure does not take the sign-in is told once for all, and on-call is not told of each', async () => {
    const alerts = world.slack.messages(ONCALL).length;
    const script = () => armError(401, 'InvalidAuthenticationToken', 'The token has expired.');
    const operations = Array.from({ length: 3 }, () => world.azure.operation({ script }));
    for (const { progressUrl } of operations) await world.ask(`watch ${progressUrl}`);
    for (const operation of operations) await untilCard(world, DBA, operation, /can’t read Azure/);
    const alert = await world.slack.until(() => world.slack.messages(ONCALL).at(alerts));
    expect(alert.text).toContain("can't sign in to Azure");
    for (const operation of operations) await operation.until(operation.reads + 5);
    expect(world.slack.messages(ONCALL)).toHaveLength(alerts + 1);
  });
});

describe('a subscription that Azure throttles', () => {
  let world: TestWorld;
  let second: ProductProcess;
  beforeAll(async () => {
    world = await startTestWorld('socket');
    const opsPort = await freePort();
    const own = { ROLE: 'worker', OPS_PORT: String(opsPort) };
    second = startProduct({ ...world.environment, ...own }, 'node');
    await untilReady(second, opsPort);
  });
  afterAll(async () => {
    await second.stop();
    await world.stop();
  });

  const ephemerals = () => world.slack.ephemerals(DBA, ALICE).map(({ text }) => text);

  test('is left alone in every worker, and so it is by status and Refresh', async () => {
    const operations = [1, 2, 3, 4].map((percent) =>
      world.azure.operation({ script: () => running(percent) }),
    );
    const [first] = operations;
    if (!first) throw new Error('There is no operation');
    for (const { progressUrl } of operations) await world.ask(`watch ${progressUrl}`);
    const card = await untilCard(world, DBA, first, /1 %/);
    for (const operation of operations) await operation.until(3);

    let isThrottled = false;
    first.set(() => {
      if (isThrottled) return running(50);
      isThrottled = true;
      return armError(429, 'SubscriptionRequestsThrottled', 'Slow down.', { 'retry-after': '4' });
    });
    await first.until(first.reads + 1);
    const throttledAt = Date.now();
    // What was being read at that moment may end.
    await delay(300);
    const before = world.azure.requests.length;

    expect(await world.ask(`status ${first.progressUrl}`)).toContain('asks not to be read');
    await world.slack.press({ channel: DBA, ts: card.ts, actionId: 'refresh', user: ALICE });
    await world.slack.until(() =>
      ephemerals().some((text) => text.includes('asks not to be read')),
    );
    await delay(throttledAt + 3500 - Date.now());
    expect(world.azure.requests.slice(before)).toEqual([]);

    await untilCard(world, DBA, first, /50 %/);
    for (const operation of operations) await operation.until(operation.reads + 1);
  });
});
