import { shownOn } from '../checks/acknowledged.ts';
import { isAccepted } from '../checks/answers.ts';
import { mentioner } from '../checks/calls.ts';
import { digestsIn } from '../checks/digest-entries.ts';
import type { Observation, Press } from '../checks/observation.ts';
import type { ChaosResult } from '../run-chaos.ts';
import { describeViolations } from './describe-violations.ts';

const MOST_STORIES = 30;

/** What was done, what came of it, and every promise that was not kept. */
export function describeResult(result: ChaosResult): string {
  const { observation, violations, injected, quietAfterMs } = result;
  const { plan, attempts, messages, reads, calls, presses } = observation;
  const accepted = new Set(attempts.filter(isAccepted).map(({ operation }) => operation)).size;
  const digests = digestsIn(observation);
  const rows: readonly (readonly [string, number])[] = [
    ...injected,
    ['operations', plan.operations.length],
    ['operations watched', accepted],
    ['commands', attempts.length],
    ['messages posted', messages.length],
    ['rough digests', digests.length],
    ['alerts on digests', digests.reduce((sum, { lines }) => sum + lines.length, 0)],
    ['messages that mention on-call', messages.filter(mentioner(observation)).length],
    ['presses of Acknowledge', presses.length],
    [
      'presses while Redis was away',
      presses.filter((press) => meetsOutage(press, observation)).length,
    ],
    ['alerts acknowledged', messages.filter((message) => shownOn(message).length > 0).length],
    ['calls of Slack', calls.length],
    ['reads of Azure', reads.length],
    ['ms until all was told', quietAfterMs],
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  const byPromise = Map.groupBy(violations, ({ promise }) => promise);
  return [
    `Seed ${plan.seed}, ${plan.lengthMs / 60_000} min`,
    ...rows.map(([name, count]) => `  ${name.padEnd(width)} ${String(count).padStart(7)}`),
    ...[...Map.groupBy(violations, ({ operation }) => operation).values()]
      .slice(0, MOST_STORIES)
      .map((about) => describeViolations(about, observation)),
    violations.length === 0
      ? 'Every promise was kept.'
      : `${violations.length} promises were not kept (npm run chaos -- --seed ${plan.seed}):`,
    ...[...byPromise].map(([promise, { length }]) => `  ${promise}: ${length}`),
  ].join('\n');
}

function meetsOutage({ at, tookMs }: Press, { redisOutages }: Observation): boolean {
  return redisOutages.some(({ from, to }) => from <= at + tookMs && to >= at);
}
