import { isAccepted, isRefused } from './answers.ts';
import type { Attempt, Observation, Span } from './observation.ts';
import { toldIn } from './told.ts';
import type { Violation } from './violation.ts';

const WITHIN_MS = 3_000;

/** While a bot is connected a command is answered in time, and what is refused leaves no trace. */
export function promptness(observation: Observation): readonly Violation[] {
  return [...unanswered(observation), ...keptThoughRefused(observation)];
}

function unanswered({ attempts, botOutages, busy }: Observation): readonly Violation[] {
  const excused = [...botOutages, ...busy];
  return attempts
    .filter(({ kind, sockets }) => kind !== 'redelivery' && sockets > 0)
    .filter(({ outcome, tookMs }) => outcome.kind === 'error' || tookMs > WITHIN_MS)
    .filter((attempt) => !excused.some((span) => overlaps(attempt, span)))
    .map((attempt) => ({
      ...{ promise: 'a command is answered in time', channel: attempt.channel },
      operation: attempt.operation,
      what: `${attempt.kind} at ${new Date(attempt.at).toISOString()}: ${JSON.stringify(attempt.outcome)} after ${attempt.tookMs} ms`,
    }));
}

function overlaps({ at, tookMs }: Attempt, { from, to }: Span): boolean {
  return at <= to && at + tookMs >= from;
}

function keptThoughRefused(observation: Observation): readonly Violation[] {
  const cards = toldIn(observation).filter(({ what }) => what === 'card');
  return cards.flatMap(({ operation, message: { channel } }) => {
    const asked = observation.attempts.filter(
      (attempt) =>
        (attempt.kind === 'ask' || attempt.kind === 'redelivery') &&
        attempt.operation === operation?.index &&
        attempt.channel === channel,
    );
    const isRefusedOnly = asked.length > 0 && asked.every((attempt) => isRefused(attempt));
    if (!operation || !isRefusedOnly || asked.some(isAccepted)) return [];
    return [
      {
        ...{ promise: 'what is refused leaves no trace', operation: operation.index, channel },
        what: 'every command was refused, and there is a card',
      },
    ];
  });
}
