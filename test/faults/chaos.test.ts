import { expect, test } from 'vitest';
import { describeResult } from './chaos/report/describe-result.ts';
import { runChaos } from './chaos/run-chaos.ts';

const SEED = 1;
/** A minute of chaos, what comes after it, and as much again where other tests take the processors. */
const TIMEOUT_MS = 300_000;

test('mysqlop keeps its promises while processes, Redis, Azure and Slack fail', {
  timeout: TIMEOUT_MS,
}, async () => {
  const result = await runChaos({ seed: SEED, minutes: 1 });
  const report = describeResult(result);
  console.log(report);
  expect(result.violations, report).toEqual([]);
});
