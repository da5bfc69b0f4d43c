import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startRepeating } from '../../src/upkeep/repeating.ts';
import { MINUTE, SECOND } from '../watch/build-record.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** Work whose every run the test ends by itself, and how it has failed. */
function start() {
  const runs: PromiseWithResolvers<void>[] = [];
  const failures: unknown[] = [];
  const work = () => {
    const run = Promise.withResolvers<void>();
    runs.push(run);
    return run.promise;
  };
  const timer = startRepeating(work, {
    everyMs: MINUTE,
    onFailure: (error) => failures.push(error),
  });
  return { runs, failures, timer };
}

/** Lets whatever waits for a settled promise go on, and moves the clock. */
async function pass(ms: number): Promise<void> {
  await vi.advanceTimersByTimeAsync(ms);
}

describe('what is done from time to time', () => {
  it('runs at start, and a minute after each run', async () => {
    const { runs, timer } = start();
    expect(runs).toHaveLength(1);
    for (const count of [1, 2, 3]) {
      runs.at(-1)?.resolve();
      await pass(MINUTE - 1);
      expect(runs).toHaveLength(count);
      await pass(1);
      expect(runs).toHaveLength(count + 1);
    }
    runs.at(-1)?.resolve();
    await timer.close();
  });

  it('never runs twice at once, however long it takes', async () => {
    const { runs, timer } = start();
    await pass(60 * MINUTE);
    expect(runs).toHaveLength(1);
    runs[0]?.resolve();
    await timer.close();
  });

  it('is tried again soon where it fails, and says so', async () => {
    const { runs, failures, timer } = start();
    runs[0]?.reject(new Error('Redis is away'));
    await pass(2 * SECOND);
    expect(runs).toHaveLength(2);
    expect(failures).toEqual([new Error('Redis is away')]);
    runs[1]?.resolve();
    await pass(2 * SECOND);
    expect(runs).toHaveLength(2);
    await pass(MINUTE);
    expect(runs).toHaveLength(3);
    runs[2]?.resolve();
    await timer.close();
  });

  it('runs no more once it is stopped', async () => {
    const { runs, timer } = start();
    runs[0]?.resolve();
    await pass(SECOND);
    await timer.close();
    await pass(60 * MINUTE);
    expect(runs).toHaveLength(1);
  });

  it('is waited for where it is stopped under way, and its failure is no news then', async () => {
    const { runs, failures, timer } = start();
    let isStopped = false;
    const stopping = timer.close().then(() => {
      isStopped = true;
    });
    await pass(10 * SECOND);
    expect(isStopped).toBe(false);
    runs[0]?.reject(new Error('the connection is closed'));
    await stopping;
    await pass(60 * MINUTE);
    expect(runs).toHaveLength(1);
    expect(failures).toEqual([]);
  });
});
