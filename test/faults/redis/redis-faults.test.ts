import { afterAll, describe, expect, test } from 'vitest';
import type { SimulatedMessage } from '../../../src/sandbox/slack/state/message.ts';
import { startTestWorld } from '../../e2e/start-test-world.ts';
import { askAll } from './ask-all.ts';
import { coreShare, isAlive, mostLinesWithin, watchReadiness } from './bot-vitals.ts';
import { type Measured, measuredTable } from './measured-table.ts';
import type { RedisFaultRow, Scenery } from './redis-fault-row.ts';
import { FIRST_REFUSALS, REFUSALS } from './server-refuses.ts';
import { watchOperations } from './watched-operations.ts';
import { FAILING_WAYS, NUISANCES, WRONG_PLACES } from './way-fails.ts';

/** Seldom more than 2 s; where each answer takes 1 s, `/readyz` waits for some itself. */
const KNOWN_WITHIN_MS = 12_000;
const HEALED_WITHIN_MS = 15_000;
const MOST_LINES = 20;
const MOST_OF_A_CORE = 0.1;
const MEASURED_MS = 4_000;

/** Printed as a table where somebody asks for it. */
const measured: Measured[] = [];
afterAll(() => {
  if (process.env['REDIS_FAULTS_TABLE']) console.log(measuredTable(measured));
});

describe.concurrent('a Redis that begins to fail under way, with', () => {
  test.each([...REFUSALS, ...FAILING_WAYS])('$name', { timeout: 120_000 }, async (row) => {
    await using bot = await startBot(row);
    const { world, scenery, readiness } = bot;
    const operations = await watchOperations(world);
    const struckAt = Date.now();
    await scenery.strike();
    operations.endOthers();
    const { knownAt, core } = await tellsTheTruth(bot, row, operations.running?.card);

    const mendedAt = Date.now();
    await scenery.mend?.();
    await operations.untilOthersTold();
    const toldAt = Date.now();
    const lines = mostLinesWithin(world, struckAt);
    operations.endLast();
    await operations.untilLastTold();
    const healedAt = await readiness.untilSaid('ok', HEALED_WITHIN_MS);
    const wronglyTold = operations.wronglyTold();
    measured.push({
      ...{ row, says: readiness.saidBetween(knownAt, mendedAt), core, lines, wronglyTold },
      ...{ knownMs: knownAt - struckAt, healedMs: healedAt - mendedAt, toldMs: toldAt - mendedAt },
    });
    expect(healedAt - mendedAt).toBeLessThan(HEALED_WITHIN_MS);
    expect(wronglyTold).toEqual([]);
    expect(lines).toBeLessThanOrEqual(MOST_LINES);
  });
});

describe.concurrent('a Redis that fails from the start, with', () => {
  test.each([...FIRST_REFUSALS, ...WRONG_PLACES])('$name', { timeout: 120_000 }, async (row) => {
    await using bot = await startBot(row, { isReadyAwaited: false });
    const { world, scenery, readiness } = bot;
    const startedAt = Date.now();
    await world.slack.until(() => world.slack.connectedSockets > 0, { timeoutMs: 20_000 });
    const { knownAt, core } = await tellsTheTruth(bot, row);
    const says = readiness.saidBetween(knownAt, Date.now());
    const lines = mostLinesWithin(world, startedAt);
    const healing = scenery.mend && (await heals(bot, scenery.mend));
    measured.push({ row, says, core, lines, knownMs: knownAt - readiness.firstAt(), ...healing });
    expect(lines).toBeLessThanOrEqual(MOST_LINES);
    expect(await world.product.stop()).toBe(0);
  });
});

describe.concurrent('works all the same, with', () => {
  test.each(NUISANCES)('$name', { timeout: 120_000 }, async (row) => {
    await using bot = await startBot(row);
    const { world, scenery } = bot;
    const operations = await watchOperations(world);
    const struckAt = Date.now();
    await scenery.strike();
    operations.endOthers();
    await operations.untilOthersTold();
    const toldMs = Date.now() - struckAt;
    const core = await coreShare(world.product.pid, MEASURED_MS);
    const lines = mostLinesWithin(world, struckAt);
    await scenery.mend?.();
    operations.endLast();
    await operations.untilLastTold();
    const wronglyTold = operations.wronglyTold();
    measured.push({ row, says: [], core, lines, toldMs, wronglyTold });
    expect(wronglyTold).toEqual([]);
    // Nothing is refused: it does its work, soon after it has started.
    expect(core).toBeLessThan(2 * MOST_OF_A_CORE);
    expect(lines).toBeLessThanOrEqual(MOST_LINES);
  });
});

type Bot = Awaited<ReturnType<typeof startBot>>;

async function startBot(
  row: Pick<RedisFaultRow, 'arrange'>,
  options: { readonly isReadyAwaited?: boolean } = {},
) {
  const scenery: Scenery = await row.arrange();
  const world = await startTestWorld('socket', scenery.settings, { way: 'node', ...options }).catch(
    async (error: unknown) => {
      await scenery.stop();
      throw error;
    },
  );
  const readiness = watchReadiness(world);
  return {
    ...{ scenery, world, readiness },
    async [Symbol.asyncDispose]() {
      readiness.close();
      await world.stop();
      await scenery.stop();
    },
  };
}

/** What is to be seen while Redis is hurt. */
async function tellsTheTruth(
  { world, scenery, readiness }: Bot,
  row: RedisFaultRow,
  card?: SimulatedMessage,
): Promise<Pick<Measured, 'core'> & { readonly knownAt: number }> {
  const knownAt = await readiness.untilSaid(row.problem, KNOWN_WITHIN_MS);
  await askAll(world, row, card);
  const core = await coreShare(world.product.pid, MEASURED_MS);
  expect(core).toBeLessThan(MOST_OF_A_CORE);
  expect(await isAlive(world)).toBe(true);
  const latest = readiness.latest();
  expect(latest?.status).toBe(503);
  expect(latest?.redis).toContain(row.problem);
  expect(latest?.redis).toContain(row.advice);
  await scenery.inspect?.();
  return { knownAt, core };
}

/** It works as soon as it can, without a restart. */
async function heals(
  { world, readiness }: Bot,
  mend: () => Promise<unknown>,
): Promise<Pick<Measured, 'healedMs' | 'wronglyTold'>> {
  const mendedAt = Date.now();
  await mend();
  const healedAt = await readiness.untilSaid('ok', HEALED_WITHIN_MS);
  const operations = await watchOperations(world);
  operations.endOthers();
  operations.endLast();
  await Promise.all([operations.untilOthersTold(), operations.untilLastTold()]);
  const wronglyTold = operations.wronglyTold();
  expect(wronglyTold).toEqual([]);
  return { healedMs: healedAt - mendedAt, wronglyTold };
}
