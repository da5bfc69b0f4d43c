import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { SimulatedOperation } from '../../src/sandbox/azure/simulated-operation.ts';
import { untilCard } from './cards.ts';
import { excess } from './pace.ts';
import { running } from './running.ts';
import { startTestWorld, type TestWorld } from './start-test-world.ts';

const RANDOM = 'C0RANDOM';
/** What is new is read so often before it takes turns with the others. */
const FIRST_READS = 4;
/** So many of them are under way when somebody asks. */
const UNDER_WAY = 3;

let world: TestWorld;
let operations: readonly SimulatedOperation[];
afterEach(async () => {
  await world.stop();
});

const reads = () => operations.map((operation) => operation.reads);
const untilReads = async (enough: () => boolean, timeoutMs: number) =>
  await expect.poll(enough, { timeout: timeoutMs, interval: 20 }).toBe(true);

describe('twenty watches in a subscription that is read five times a second', () => {
  const READS_PER_SECOND = 5;
  const WATCHES = 20;
  beforeEach(async () => {
    world = await startTestWorld('socket', {
      POLL_MIN: '1s',
      POLL_MAX: '1s',
      ARM_READS_PER_SECOND: String(READS_PER_SECOND),
    });
    operations = await watchMany(WATCHES);
  });

  test('share it evenly, and yet a new one is looked at before them', async () => {
    await untilReads(() => reads().every((count) => count >= FIRST_READS), 60_000);
    const before = reads();
    await untilReads(() => sum(reads()) - sum(before) >= 2 * WATCHES, 30_000);
    const since = reads().map((count, index) => count - (before[index] ?? 0));
    expect(Math.max(...since) - Math.min(...since)).toBeLessThanOrEqual(1);

    const asked = world.azure.requests.length;
    const late = world.azure.operation({ script: () => running(77) });
    // In #dba, Slack has not yet taken all cards of the others.
    await world.ask(`watch ${late.progressUrl}`, { channel: RANDOM });
    await untilCard(world, RANDOM, late, /77 %/);
    const first = world.azure.requests.findIndex(
      ({ operationId }) => operationId === late.operationId,
    );
    expect(first - asked).toBeLessThanOrEqual(UNDER_WAY);

    const pace = { intervalMs: 1000 / READS_PER_SECOND, atOnce: READS_PER_SECOND };
    // Those that are under way may arrive together, where the machine is slow.
    expect(
      excess(
        world.azure.requests.map(({ at }) => at),
        pace,
      ),
    ).toBeLessThanOrEqual(UNDER_WAY);
  }, 120_000);
});

describe('where others use up what Azure allows', () => {
  beforeEach(async () => {
    world = await startTestWorld(
      'socket',
      { POLL_MIN: '1s', POLL_MAX: '1s', ARM_READS_PER_SECOND: '20' },
      { limits: true },
    );
  });

  test('the bot slows down instead of being refused, and goes on reading', async () => {
    const others = startOthers(22);
    operations = await watchMany(40);
    await others.untilNearlyEmpty();
    const [before, othersBefore] = [sum(reads()), others.reads];
    // At its own pace, the bot would use up what is left within two seconds.
    await untilReads(() => others.reads - othersBefore >= 150, 30_000);
    expect(sum(reads()) - before).toBeGreaterThan(5);
    await others.stop();
    expect(world.azure.requests.filter(({ status }) => status === 429)).toEqual([]);
  }, 90_000);
});

async function watchMany(count: number): Promise<readonly SimulatedOperation[]> {
  const many = Array.from({ length: count }, () =>
    world.azure.operation({ script: () => running(10) }),
  );
  await Promise.all(many.map(({ progressUrl }) => world.ask(`watch ${progressUrl}`)));
  return many;
}

/** Somebody else who signs in the same way, and reads so many times a second. */
function startOthers(readsPerSecond: number) {
  const operation = world.azure.operation({ script: () => running(1) });
  const headers = { authorization: `Bearer ${world.azure.token}` };
  let left = Number.POSITIVE_INFINITY;
  const readOnce = async () => {
    const answer = await fetch(operation.progressUrl, { headers });
    left = Number(answer.headers.get('x-ms-ratelimit-remaining-subscription-reads'));
    await answer.body?.cancel();
  };
  const timer = setInterval(() => void readOnce(), 1000 / readsPerSecond);
  return {
    get reads() {
      return operation.reads;
    },
    async untilNearlyEmpty(): Promise<void> {
      while (left > 20) await readOnce();
    },
    async stop(): Promise<void> {
      clearInterval(timer);
      await readOnce();
    },
  };
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
