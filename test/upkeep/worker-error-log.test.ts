import { pino } from 'pino';
import { expect, test } from 'vitest';
import { createWorkerErrorLog } from '../../src/upkeep/worker-error-log.ts';

test('of each kind of error one line is written, and after a minute how often it came since', () => {
  const lines: Record<string, unknown>[] = [];
  const log = pino({ base: null }, { write: (line) => lines.push(JSON.parse(line)) });
  let now = 0;
  const logError = createWorkerErrorLog('watches', { now: () => now, log });
  const lose = (jobs: number) => {
    for (let job = 0; job < jobs; job++) {
      logError(new Error(`could not renew lock for job w${job}deed-1`));
      logError(new Error(`Missing lock for job w${job}deed-1. moveToDelayed`));
    }
  };
  lose(200);
  expect(lines).toEqual([
    expect.objectContaining({ event: 'worker.error', queue: 'watches' }),
    expect.objectContaining({ event: 'worker.error', queue: 'watches' }),
  ]);
  expect(lines[0]).not.toHaveProperty('times');
  now = 60_000;
  lose(1);
  expect(lines.slice(2).map(({ times }) => times)).toEqual([199, 199]);
});
