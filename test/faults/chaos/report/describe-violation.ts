import type { Observation } from '../checks/observation.ts';
import { toldIn } from '../checks/told.ts';
import type { Violation } from '../checks/violation.ts';

const MOST_LINES = 60;

/** A broken promise, with all that is known of its operation, in the order of time. */
export function describeViolation(violation: Violation, observation: Observation): string {
  const { promise, what, channel } = violation;
  const operation = observation.plan.operations[violation.operation ?? -1];
  const title = `✗ ${promise}: ${what}`;
  if (!operation) return title;
  const { index, operationId, server, history, startsAtMs, durationMs } = operation;
  const lines = storyOf(index, operationId, observation)
    .toSorted((a, b) => a.at - b.at)
    .map(({ at, text }) => `    ${seconds(at - observation.startedAt)}  ${text}`);
  return [
    title,
    `  #${index} “${history}” ${operationId} on ${server}, ${seconds(startsAtMs)} to ${seconds(startsAtMs + durationMs)}${channel ? `, in ${channel}` : ''}`,
    ...lines.slice(0, MOST_LINES),
    ...(lines.length > MOST_LINES ? [`    … and ${lines.length - MOST_LINES} more`] : []),
  ].join('\n');
}

interface Line {
  readonly at: number;
  readonly text: string;
}

function storyOf(index: number, operationId: string, observation: Observation): readonly Line[] {
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
