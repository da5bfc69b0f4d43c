import { expect, onTestFinished, test } from 'vitest';
import { describeResult } from './chaos/report/describe-result.ts';
import { runChaos } from './chaos/run-chaos.ts';

const SEED = 1;
/** A minute of chaos, what comes after it, and as much again where other tests take the processors. */
const TIMEOUT_MS = 300_000;

test('mysqlop keeps its promises while processes, Redis, Azure and Slack fail', {
  timeout: TIMEOUT_MS,
}, async () => {
  const timeUp = new AbortController();
  const run = runChaos({ seed: SEED, minutes: 1, signal: timeUp.signal });
  // Where the time is up, nothing that was started may be left running.
  onTestFinished(async () => {
    timeUp.abort();
    await Promise.allSettled([run]);
  });
  const result = await run;
  const report = describeResult(result);
  console.log(report);
  expect(result.violations, report).toEqual([]);
});
