import { historyOf } from '../plan/histories.ts';
import { ESCALATE_AFTER_MS } from '../plan/pace.ts';
import { ONCALL } from '../plan/places.ts';
import { aloneIn, mentioner } from './calls.ts';
import type { Observation, Span } from './observation.ts';
import { pagesIn } from './storm-pages.ts';
import { type Told, toldIn } from './told.ts';
import type { Violation } from './violation.ts';

const PROMISE = 'on-call is mentioned once a storm, and again after a while';
/** The product's: a second alert within this time makes a storm. */
const BEGINS_WITHIN_MS = 2_000;
/** The product's: a storm ends when there is no alert for so long. */
const ENDS_AFTER_MS = 60_000;

/** A message about failures. It was decided at some time in that span: a page is named by it. */
interface Decided extends Span {
  readonly name: string;
  readonly isPage: boolean;
  readonly mentions: boolean;
}

/**
 * A failure that is told alone mentions on-call, and stands alone while there is no storm. A page of a
 * storm mentions it where that was long ago, and only there. Conditions never do.
 */
export function mentions(observation: Observation): readonly Violation[] {
  const isMentioning = mentioner(observation);
  const pages = pagesIn(observation);
  const failures = pages
    .filter(({ storm }) => storm === 'failures')
    .map(
      ({ name, begunAt, message }): Decided => ({
        ...{ name, from: begunAt, to: begunAt, isPage: true, mentions: isMentioning(message) },
      }),
    );
  const alone = aloneIn(observation)
    .filter(({ what }) => what === 'alert')
    .map(
      (told): Decided => ({
        name: `${told.id}`,
        from: earliestEnd(told, observation),
        to: told.message.postedAt,
        isPage: false,
        mentions: isMentioning(told.message),
      }),
    );
  const conditions = [
    ...pages.filter(({ storm }) => storm === 'conditions'),
    ...toldIn(observation).flatMap(({ what = '', id: name = '', message }) =>
      what.startsWith('condition') ? [{ name, message }] : [],
    ),
  ];
  const mentioned = [...alone, ...failures].filter((each) => each.mentions);
  return [
    ...failures.flatMap((page) => pageProblems(page, mentioned)),
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

function pageProblems(page: Decided, mentioned: readonly Decided[]): readonly string[] {
  const before = mentioned.filter(({ name }) => name !== page.name);
  if (!page.mentions) {
    const isCovered = before.some(
      ({ from, to }) => from <= page.to && to > page.from - ESCALATE_AFTER_MS,
    );
    return isCovered ? [] : [`${page.name} should have mentioned on-call`];
  }
  return before
    .filter(({ from, to }) => from > page.from - ESCALATE_AFTER_MS && to < page.to)
    .map(({ name }) => `${page.name} mentions on-call, so soon after ${name}`);
}

function aloneProblems(
  alert: Decided,
  pages: readonly Decided[],
  alone: readonly Decided[],
): readonly string[] {
  const storm = pages.find(({ from }) => alert.from > from && alert.to < from + ENDS_AFTER_MS);
  const twin = alone.find(
    (other) =>
      other.name < alert.name &&
      Math.max(other.to, alert.to) - Math.min(other.from, alert.from) < BEGINS_WITHIN_MS,
  );
  return [
    ...(alert.mentions ? [] : [`${alert.name} does not mention on-call`]),
    ...(storm ? [`${alert.name} was told alone, and ${storm.name} stood`] : []),
    ...(twin ? [`${alert.name} was told alone, right after ${twin.name}`] : []),
  ];
}
