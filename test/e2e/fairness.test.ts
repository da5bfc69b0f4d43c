import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { SimulatedOperation } from '../../src/sandbox/azure/simulated-operation.ts';
import { cardsOf, untilCard } from './cards.ts';
import { failed, running } from './running.ts';
import { ALICE, BOB, DBA, ONCALL, startTestWorld, type TestWorld } from './start-test-world.ts';

const READS_PER_SECOND = 5;
const POLL_MAX_SECONDS = 2;
/** Of reads, what may begin at once: by watches, and by people in their share. */
const AT_ONCE = 3 * READS_PER_SECOND;
const LOCATIONS =
  'eastus,westeurope,northeurope,uksouth,francecentral,japaneast,westus,brazilsouth,eastus2,koreacentral';
/** Where Bob asks. */
const RANDOM = 'C0RANDOM';

let world: TestWorld;
let his: SimulatedOperation;
beforeEach(async () => {
  world = await startTestWorld('socket', {
    POLL_MIN: '1s',
    POLL_MAX: `${POLL_MAX_SECONDS}s`,
    ARM_READS_PER_SECOND: String(READS_PER_SECOND),
    AZURE_LOCATIONS: LOCATIONS,
  });
  his = await watchAs(BOB, RANDOM);
  await untilCard(world, RANDOM, his, /10 %/);
});
afterEach(async () => {
  await world.stop();
});

async function watchAs(user: string, channel: string): Promise<SimulatedOperation> {
  const operation = world.azure.operation({ script: () => running(10) });
  await world.ask(`watch ${operation.progressUrl}`, { user, channel });
  return operation;
}

/** How many reads begin from now on until his operation has been read once more. */
async function readsBefore(operation: SimulatedOperation): Promise<number> {
  const from = world.azure.requests.length;
  await operation.until(operation.reads + 1);
  const since = world.azure.requests.slice(from);
  return since.findIndex(({ operationId }) => operationId === operation.operationId);
}

/** No more than the budget has within his interval, and what may be at once. */
const FEW = POLL_MAX_SECONDS * READS_PER_SECOND + AT_ONCE;

async function expectHisFailureIsTold(): Promise<void> {
  his.set(failed());
  expect(await readsBefore(his)).toBeLessThanOrEqual(FEW);
  await world.slack.until(() =>
    world.slack
      .messages(ONCALL)
      .some(({ blocks }) => JSON.stringify(blocks).includes(his.operationId)),
  );
}

describe('while one person', () => {
  test('asks for bare ids all the time, reads keep to their pace, and others’ failures are told', async () => {
    const startedAt = Date.now();
    const from = world.azure.requests.length;
    const answers = await Promise.all(
      Array.from({ length: 12 }, () => world.ask(`status ${randomUUID()}`)),
    );
    const refused = answers.filter((answer) => answer.includes('Too many questions at once'));
    expect(refused.length).toBeGreaterThanOrEqual(3);
    const others = answers.filter((answer) => !refused.includes(answer));
    for (const answer of others) expect(answer).toMatch(/Looking for|Nobody knows/);
    await expectHisFailureIsTold();
    const seconds = (Date.now() - startedAt) / 1000;
    const reads = world.azure.requests.length - from;
    expect(reads).toBeLessThanOrEqual(READS_PER_SECOND * (seconds + 1) + AT_ONCE);
  }, 60_000);

  test('presses Refresh all the time, others’ failures are told, and presses are put off in words', async () => {
    const hers = [];
    for (let watch = 0; watch < 8; watch++) hers.push(await watchAs(ALICE, DBA));
    const cards = await Promise.all(
      hers.map((operation) => untilCard(world, DBA, operation, /10 %/)),
    );
    const press = async () => {
      for (const { ts } of cards) {
        await world.slack.press({ channel: DBA, ts, actionId: 'refresh', user: ALICE });
      }
    };
    for (let round = 0; round < 5; round++) await press();
    await expectHisFailureIsTold();
    const told = await world.slack.until(() =>
      world.slack.ephemerals(DBA, ALICE).find(({ text }) => text.includes('Too many questions')),
    );
    expect(told.text).toMatch(/please ask again in \d+ s/);
  }, 60_000);

  test('has many watches, another’s failures and new cards are soon told', async () => {
    // A round of these takes twelve seconds.
    for (let watch = 0; watch < 60; watch++) void watchAs(ALICE, DBA);
    await world.slack.until(() => world.slack.messages(DBA).length > 8, { timeoutMs: 60_000 });
    const late = world.azure.operation({ script: () => running(44) });
    const from = world.azure.requests.length;
    // In the channel in which sixty cards are owed.
    await world.ask(`watch ${late.progressUrl}`, { user: BOB, channel: DBA });
    const before = world.slack.messages(DBA).length;
    await world.slack.until(() => cardsOf(world, DBA, late).length > 0, { timeoutMs: 30_000 });
    const order = world.slack
      .messages(DBA)
      .findIndex(({ ts }) => ts === cardsOf(world, DBA, late)[0]?.ts);
    expect(order - before).toBeLessThanOrEqual(6);
    const first = world.azure.requests.findIndex(
      ({ operationId }) => operationId === late.operationId,
    );
    expect(first - from).toBeLessThanOrEqual(READS_PER_SECOND);
    await expectHisFailureIsTold();
  }, 120_000);
});
