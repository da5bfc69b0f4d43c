import { historyOf } from '../plan/histories.ts';
import { MENTION_AGAIN_AFTER_MS } from '../plan/pace.ts';
import { ONCALL } from '../plan/places.ts';
import { aloneIn, mentioner } from './calls.ts';
import { digestsIn } from './digest-entries.ts';
import type { Observation, Span } from './observation.ts';
import { type Told, toldIn } from './told.ts';
import type { Violation } from './violation.ts';

const PROMISE = 'on-call is mentioned once a burst, and again after a while';
/** The product's: a second alert within this time makes a burst. */
const BEGINS_WITHIN_MS = 2_000;
/** The product's: a burst ends when there is no alert for so long. */
const ENDS_AFTER_MS = 60_000;

/** A message about failures. It was decided at some time in that span: a digest is named by it. */
interface Decided extends Span {
  readonly name: string;
  readonly isDigest: boolean;
  readonly mentions: boolean;
}

/**
 * A failure that is told alone mentions on-call, and stands alone while there is no burst. A digest of a
 * burst mentions it where that was long ago, and only there. Conditions never do.
 */
export function mentions(observation: Observation): readonly Violation[] {
  const isMentioning = mentioner(observation);
  const digests = digestsIn(observation);
  const failures = digests
    .filter(({ burst }) => burst === 'failures')
    .map(
      ({ name, begunAt, message }): Decided => ({
        ...{ name, from: begunAt, to: begunAt, isDigest: true, mentions: isMentioning(message) },
      }),
    );
  const alone = aloneIn(observation)
    .filter(({ what }) => what === 'alert')
    .map(
      (told): Decided => ({
        name: `${told.id}`,
        from: earliestEnd(told, observation),
        to: told.message.postedAt,
        isDigest: false,
        mentions: isMentioning(told.message),
      }),
    );
  const conditions = [
    ...digests.filter(({ burst }) => burst === 'conditions'),
    ...toldIn(observation).flatMap(({ what = '', id: name = '', message }) =>
      what.startsWith('condition') ? [{ name, message }] : [],
    ),
  ];
  const mentioned = [...alone, ...failures].filter((each) => each.mentions);
  return [
    ...failures.flatMap((digest) => digestProblems(digest, mentioned)),
    ...alone.flatMap((alert) => aloneProblems(alert, failures, alone)),
    ...conditions
      .filter(({ message }) => isMentioning(message))
      .map(({ name }) => `${name} mentions on-call`),
  ].map((what) => ({ promise: PROMISE, what, channel: ONCALL }));
}

/** Of an end that is told alone: nobody can have known of it before it came. */
function earliestEnd({ operation }: Told, { startedAt }: Observation): number {
  if (!operation) return startedAt;
  const { startsAtMs, durationMs, history } = operation;
  const isGone = historyOf(history).verdicts.includes('gone');
  return startedAt + startsAtMs + (isGone ? durationMs / 2 : durationMs);
}

function digestProblems(digest: Decided, mentioned: readonly Decided[]): readonly string[] {
  const before = mentioned.filter(({ name }) => name !== digest.name);
  if (!digest.mentions) {
    const isCovered = before.some(
      ({ from, to }) => from <= digest.to && to > digest.from - MENTION_AGAIN_AFTER_MS,
    );
    return isCovered ? [] : [`${digest.name} should have mentioned on-call`];
  }
  return before
    .filter(({ from, to }) => from > digest.from - MENTION_AGAIN_AFTER_MS && to < digest.to)
    .map(({ name }) => `${digest.name} mentions on-call, so soon after ${name}`);
}

function aloneProblems(
  alert: Decided,
  digests: readonly Decided[],
  alone: readonly Decided[],
): readonly string[] {
  const burst = digests.find(({ from }) => alert.from > from && alert.to < from + ENDS_AFTER_MS);
  const twin = alone.find(
    (other) =>
      other.name < alert.name &&
      Math.max(other.to, alert.to) - Math.min(other.from, alert.from) < BEGINS_WITHIN_MS,
  );
  return [
    ...(alert.mentions ? [] : [`${alert.name} does not mention on-call`]),
    ...(burst ? [`${alert.name} was told alone, and ${burst.name} stood`] : []),
    ...(twin ? [`${alert.name} was told alone, right after ${twin.name}`] : []),
  ];
}
