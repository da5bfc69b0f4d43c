import { historyOf } from '../plan/histories.ts';
import { ONCALL } from '../plan/places.ts';
import type { Observation } from './observation.ts';
import { countIn, linesIn, pagesIn, type SeenPage } from './storm-pages.ts';
import { toldIn } from './told.ts';
import { VERDICT_WORDS } from './verdict-words.ts';
import type { Violation } from './violation.ts';

const PROMISE = 'a page tells each of its alerts';
const MOST_LINES = 25;

/** Each page stands in the on-call channel with all its lines, and what it tells is told nowhere else. */
export function pages(observation: Observation): readonly Violation[] {
  const seen = pagesIn(observation);
  return [
    ...seen.flatMap((page) => pageProblems(page)),
    ...unposted(seen, observation),
    ...toldTwice(seen, observation),
    ...falseLines(seen, observation),
  ].map((what) => ({ promise: PROMISE, what, channel: ONCALL }));
}

function pageProblems({ name, message, lines, kept }: SeenPage): readonly string[] {
  const shown = lines.map(({ operation }) => operation.operationId);
  const owed = kept?.lines.map(({ operationId }) => operationId);
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

function unposted(seen: readonly SeenPage[], { keys }: Observation): readonly string[] {
  const posted = new Set(seen.map(({ name }) => name));
  return keys.flatMap(({ page }) =>
    page && !posted.has(page.name) ? [`${page.name} was not posted`] : [],
  );
}

/** By a page and by another, or by a page and by a message of its own. */
function toldTwice(seen: readonly SeenPage[], observation: Observation): readonly string[] {
  const alone = toldIn(observation)
    .filter(({ message }) => message.threadTs === undefined)
    .flatMap(({ id }) => (id === undefined ? [] : [[id, 'alone'] as const]));
  const gathered = seen.flatMap(({ name, kept }) =>
    (kept?.lines ?? []).map(({ itemId }) => [itemId, name] as const),
  );
  const paged = new Set(gathered.map(([itemId]) => itemId));
  const places = Map.groupBy([...gathered, ...alone], ([itemId]) => itemId);
  return [...places]
    .filter(([itemId, told]) => paged.has(itemId) && told.length > 1)
    .map(([itemId, told]) => `${itemId} is told ${told.map(([, where]) => where).join(' and ')}`);
}

/** What a line has ever said. */
function falseLines(seen: readonly SeenPage[], { plan }: Observation): readonly string[] {
  const operations = new Map(plan.operations.map((each) => [each.operationId, each]));
  return seen.flatMap(({ message }) =>
    [message, ...message.versions]
      .flatMap((version) => linesIn(version, operations))
      .filter(({ text }) => VERDICT_WORDS.failed.test(text))
      .filter(({ operation }) => !historyOf(operation.history).verdicts.includes('failed'))
      .map(({ operation, text }) => `a line says of “${operation.history}”: ${text}`),
  );
}
