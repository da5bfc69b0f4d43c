import type { LoggedRequest } from '../../../../src/sandbox/azure/simulated-azure.ts';
import type { Observation } from './observation.ts';
import { asidesOn, toldIn } from './told.ts';
import { saysOneOf } from './verdict-words.ts';
import type { Violation } from './violation.ts';

const GRACE_MS = 5_000;
/** Two workers may believe for a moment that they own one watch. */
const MOST_OVERLAPS = 4;

/** What has ended is read no more, and what runs is read by one worker. */
export function reading(observation: Observation): readonly Violation[] {
  const reads = Map.groupBy(observation.reads, ({ operationId }) => operationId);
  const told = Map.groupBy(toldIn(observation), ({ operation }) => operation?.index);
  return observation.plan.operations.flatMap((operation) => {
    const { index, operationId } = operation;
    const own = reads.get(operationId) ?? [];
    const ends = [
      ...(told.get(index) ?? [])
        .filter(({ what }) => what === 'ended')
        .map(({ message }) => message.postedAt),
      ...asidesOn(operation, observation)
        .filter(({ text }) => saysOneOf(text, ['not-found']))
        .map(({ shownAt }) => shownAt),
    ];
    const asked = observation.attempts
      .filter((attempt) => attempt.operation === index)
      .map(({ at, tookMs }) => at + tookMs);
    const quietFrom = Math.max(...ends, ...asked) + GRACE_MS;
    const late = ends.length === 0 ? 0 : own.filter(({ at }) => at > quietFrom).length;
    // A status is read at once, beside the worker that watches.
    const statuses = observation.attempts.filter(
      ({ operation: about, kind }) => about === index && kind === 'status',
    );
    const watching = own.filter(
      (read) => !statuses.some(({ at, tookMs }) => read.at >= at && read.at <= at + tookMs),
    );
    const overlaps = overlapsIn(watching);
    return [
      ...(late > 0
        ? [violation('what has ended is read no more', `${late} reads after its end`, index)]
        : []),
      ...(overlaps > MOST_OVERLAPS
        ? [violation('an operation is read by one worker', `${overlaps} reads overlapped`, index)]
        : []),
    ];
  });
}

function violation(promise: string, what: string, operation: number): Violation {
  return { promise, what, operation };
}

/** How many reads began while the one before was still open. */
function overlapsIn(reads: readonly LoggedRequest[]): number {
  return reads.filter((read, index) => {
    const before = reads[index - 1];
    return before !== undefined && (before.endedAt ?? Number.POSITIVE_INFINITY) > read.at;
  }).length;
}
