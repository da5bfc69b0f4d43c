import { historyOf } from '../plan/histories.ts';
import { ONCALL } from '../plan/places.ts';
import { countIn, digestsIn, linesIn, type SeenDigest } from './digest-entries.ts';
import type { Observation } from './observation.ts';
import { toldIn } from './told.ts';
import { VERDICT_WORDS } from './verdict-words.ts';
import type { Violation } from './violation.ts';

const PROMISE = 'a digest tells each of its alerts';
const MOST_LINES = 25;

/** Each digest stands in the on-call channel with all its lines, and what it tells is told nowhere else. */
export function digests(observation: Observation): readonly Violation[] {
  const seen = digestsIn(observation);
  return [
    ...seen.flatMap((digest) => digestProblems(digest)),
    ...unposted(seen, observation),
    ...toldTwice(seen, observation),
    ...falseLines(seen, observation),
  ].map((what) => ({ promise: PROMISE, what, channel: ONCALL }));
}

function digestProblems({ name, message, lines, kept }: SeenDigest): readonly string[] {
  // Those of one cause stand together, in whatever order they came.
  const shown = lines.map(({ operation }) => operation.operationId).toSorted();
  const owed = kept?.lines.map(({ operationId }) => operationId).toSorted();
  const title = countIn(message);
  return [
    ...(owed ? [] : [`${name} stands in Slack and is not kept`]),
    ...(owed && owed.join() !== shown.join()
      ? [`${name} shows ${shown.length} of ${owed.length} lines`]
      : []),
    ...(title === shown.length ? [] : [`${name} says ${title} and names ${shown.length}`]),
    ...(lines.length > MOST_LINES ? [`${name} has ${lines.length} lines`] : []),
  ];
}

function unposted(seen: readonly SeenDigest[], { keys }: Observation): readonly string[] {
  const posted = new Set(seen.map(({ name }) => name));
  return keys.flatMap(({ digest }) =>
    digest && !posted.has(digest.name) ? [`${digest.name} was not posted`] : [],
  );
}

/** By a digest and by another, or by a digest and by a message of its own. */
function toldTwice(seen: readonly SeenDigest[], observation: Observation): readonly string[] {
  const alone = toldIn(observation)
    .filter(({ message }) => message.threadTs === undefined)
    .flatMap(({ id }) => (id === undefined ? [] : [[id, 'alone'] as const]));
  const gathered = seen.flatMap(({ name, kept }) =>
    (kept?.lines ?? []).map(({ itemId }) => [itemId, name] as const),
  );
  const gathered_ = new Set(gathered.map(([itemId]) => itemId));
  const places = Map.groupBy([...gathered, ...alone], ([itemId]) => itemId);
  return [...places]
    .filter(([itemId, told]) => gathered_.has(itemId) && told.length > 1)
    .map(([itemId, told]) => `${itemId} is told ${told.map(([, where]) => where).join(' and ')}`);
}

/** What a line has ever said. */
function falseLines(seen: readonly SeenDigest[], { plan }: Observation): readonly string[] {
  const operations = new Map(plan.operations.map((each) => [each.operationId, each]));
  return seen.flatMap(({ message }) =>
    [message, ...message.versions]
      .flatMap((version) => linesIn(version, operations))
      .filter(({ text }) => VERDICT_WORDS.failed.test(text))
      .filter(({ operation }) => !historyOf(operation.history).verdicts.includes('failed'))
      .map(({ operation, text }) => `a line says of “${operation.history}”: ${text}`),
  );
}
