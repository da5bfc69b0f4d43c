import { digestsIn } from '../checks/digest-entries.ts';
import type { Observation } from '../checks/observation.ts';
import { toldIn } from '../checks/told.ts';
import type { Violation } from '../checks/violation.ts';
import type { PlannedOperation } from '../plan/planned-operation.ts';

const MOST_LINES = 60;
const LINE_LENGTH = 240;

/** Broken promises that are about one operation, or about none, with all that is known of it. */
export function describeViolations(
  violations: readonly Violation[],
  observation: Observation,
): string {
  const titles = violations.map(
    ({ promise, what, channel }) => `✗ ${promise}: ${what}${channel ? ` (in ${channel})` : ''}`,
  );
  const operation = observation.plan.operations[violations[0]?.operation ?? -1];
  return [...titles, ...(operation ? storyOf(operation, observation) : [])].join('\n');
}

/** In the order of time, which is counted from the run's begin. */
function storyOf(operation: PlannedOperation, observation: Observation): readonly string[] {
  const { index, operationId, server, history, startsAtMs, durationMs } = operation;
  const lines = linesOf(index, operationId, observation)
    .toSorted((a, b) => a.at - b.at)
    .map(({ at, text }) =>
      `    ${seconds(at - observation.startedAt)}  ${text}`.slice(0, LINE_LENGTH),
    );
  return [
    `  #${index} “${history}”, ${operationId} on ${server}, from ${seconds(startsAtMs)} to ${seconds(startsAtMs + durationMs)}`,
    ...lines.slice(0, MOST_LINES),
    ...(lines.length > MOST_LINES ? [`    … and ${lines.length - MOST_LINES} more`] : []),
  ];
}

interface Line {
  readonly at: number;
  readonly text: string;
}

function linesOf(index: number, operationId: string, observation: Observation): readonly Line[] {
  const told = toldIn(observation).filter(({ operation }) => operation?.index === index);
  const ids = new Set(told.flatMap(({ id }) => id ?? []));
  const spots = new Set(told.map(({ message }) => `${message.channel}/${message.ts}`));
  return [
    ...observation.attempts
      .filter((attempt) => attempt.operation === index)
      .map(({ at, kind, channel, user, tookMs, outcome }) => ({
        at,
        text: `${kind} by ${user} in ${channel}: ${outcome.kind === 'answered' ? outcome.text : outcome.code} (${tookMs} ms)`,
      })),
    ...observation.deeds
      .filter((deed) => deed.operation === index)
      .map(({ at, kind, channel }) => ({ at, text: `${kind} in ${channel}` })),
    ...told.map(({ message, id }) => ({
      at: message.postedAt,
      text: `posted ${message.channel}/${message.ts} ${id}${message.deleted ? ' (deleted)' : ''}: ${message.text}`,
    })),
    ...digestsIn(observation)
      .filter(({ lines }) => lines.some(({ operation }) => operation.index === index))
      .map(({ name, begunAt, lines }) => ({
        at: begunAt,
        text: `gathered on ${name}, or later, with ${lines.length} lines`,
      })),
    ...observation.ephemerals
      .filter(({ text }) => text.includes(operationId))
      .map(({ shownAt, channel, user, text }) => ({
        at: shownAt,
        text: `to ${user} in ${channel}: ${text}`,
      })),
    ...observation.calls
      .filter(
        ({ args, outcome }) => outcome.kind !== 'ok' && isAbout(args, ids, spots, operationId),
      )
      .map(({ at, method, outcome }) => ({ at, text: `${method}: ${JSON.stringify(outcome)}` })),
    ...observation.reads
      .filter((read) => read.operationId === operationId)
      .map(({ at, status, fault }) => ({
        at,
        text: `read: ${status || 'nothing'}${fault ? ` (${fault})` : ''}`,
      })),
  ];
}

function isAbout(
  args: Readonly<Record<string, unknown>>,
  ids: ReadonlySet<string>,
  spots: ReadonlySet<string>,
  operationId: string,
): boolean {
  const { channel, ts, metadata } = args;
  if (spots.has(`${channel}/${ts}`)) return true;
  const written = JSON.stringify(metadata ?? '');
  return (
    [...ids].some((id) => written.includes(`"${id}"`)) || JSON.stringify(args).includes(operationId)
  );
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(3)} s`.padStart(10);
}
