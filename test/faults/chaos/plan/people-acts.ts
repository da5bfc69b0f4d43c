import { historyOf } from './histories.ts';
import { FLOODER, LOST_CHANNELS, ORDINARY_CHANNELS, PEOPLE } from './places.ts';
import type { PlannedOperation } from './planned-operation.ts';
import type { Random } from './random.ts';

/** What people do. `operation` is the index of one; a card is waited for a few seconds. */
export type PeopleAct = {
  readonly atMs: number;
  readonly operation: number;
  readonly channel: string;
  readonly user: string;
} & (
  | {
      readonly kind: 'ask';
      /** Whether Slack sends the command twice: to two bots at once, or after the answer. */
      readonly redelivered: 'no' | 'at once' | 'afterwards';
    }
  | { readonly kind: 'refresh' }
  /** The button, pressed by two people at once. */
  | { readonly kind: 'press stop'; readonly other: string }
  | { readonly kind: 'command stop' }
  | { readonly kind: 'delete card' }
  /** On what on-call was told of its end, until that shows it; each time by all of these at once. */
  | { readonly kind: 'acknowledge'; readonly others: readonly string[] }
  /** As soon as its end is told in the channel. */
  | { readonly kind: 'ask again' }
  /** Asks for its status, presses Refresh, and has it watched and stopped in turns, as fast as that goes. */
  | { readonly kind: 'flood'; readonly forMs: number }
);

const FLOODS_A_MINUTE = 3;
const FLOOD_MS = 5_000;
const MINUTE_MS = 60_000;

export function planPeopleActs(
  random: Random,
  operations: readonly PlannedOperation[],
  lengthMs: number,
): readonly PeopleAct[] {
  const acts = operations.flatMap((operation) => actsOn(random, operation));
  return [...acts, ...floods(random, operations, lengthMs)]
    .filter(({ atMs }) => atMs < lengthMs)
    .toSorted((a, b) => a.atMs - b.atMs);
}

function actsOn(random: Random, operation: PlannedOperation): readonly PeopleAct[] {
  const { index, channel, startsAtMs, durationMs } = operation;
  const user = random.pick(PEOPLE);
  const other = otherThan(random, user);
  const here = { operation: index, channel };
  const during = (from: number, to: number) =>
    startsAtMs + random.whole(durationMs * from, durationMs * to);
  const ask = (atMs: number, who: string, where = channel): PeopleAct => ({
    kind: 'ask',
    ...{ atMs, operation: index, channel: where, user: who },
    redelivered: random.weighted([
      [8, 'no'],
      [1, 'at once'],
      [1, 'afterwards'],
    ]),
  });
  const maybe = (share: number, make: () => PeopleAct) => (random.chance(share) ? [make()] : []);
  const isLost = LOST_CHANNELS.some(({ id }) => id === channel);
  return [
    ask(startsAtMs, user),
    ...maybe(0.15, () => ask(startsAtMs, other)),
    ...(isLost ? [] : maybe(0.15, () => ask(during(0.1, 0.6), other, elsewhere(random, channel)))),
    ...maybe(0.15, () => ({ kind: 'refresh', ...here, user, atMs: during(0.2, 0.9) })),
    ...maybe(0.06, () => ({ kind: 'press stop', ...here, user, other, atMs: during(0.3, 0.9) })),
    ...maybe(0.06, () => ({ kind: 'command stop', ...here, user: other, atMs: during(0.3, 0.9) })),
    ...maybe(0.07, () => ({ kind: 'delete card', ...here, user, atMs: during(0.2, 1.1) })),
    ...(endsBadly(operation)
      ? maybe(0.06, () => ({
          kind: 'acknowledge',
          ...{ ...here, user, others: random.chance(0.5) ? [user, other] : [] },
          atMs: startsAtMs + durationMs,
        }))
      : []),
    ...(endsByAzure(operation) && !isLost
      ? maybe(0.15, () => ({ kind: 'ask again', ...here, user, atMs: during(0.9, 1) }))
      : []),
  ];
}

function floods(
  random: Random,
  operations: readonly PlannedOperation[],
  lengthMs: number,
): readonly PeopleAct[] {
  const [first, ...more] = operations.filter(
    (operation) => endsByAzure(operation) && ORDINARY_CHANNELS.includes(operation.channel),
  );
  if (!first) return [];
  const count = Math.ceil((FLOODS_A_MINUTE * lengthMs) / MINUTE_MS);
  return Array.from({ length: count }, () => {
    const { index, channel, startsAtMs, durationMs } = random.pick([first, ...more]);
    return {
      kind: 'flood',
      atMs: startsAtMs + random.whole(durationMs * 0.1, durationMs),
      ...{ operation: index, channel, user: FLOODER, forMs: FLOOD_MS },
    };
  });
}

/** One whose end Azure keeps: asked for again, it is told again. */
function endsByAzure({ history }: PlannedOperation): boolean {
  return !historyOf(history).verdicts.includes('not-found');
}

function endsBadly({ history }: PlannedOperation): boolean {
  return historyOf(history).verdicts.some((verdict) => verdict === 'failed' || verdict === 'gone');
}

function otherThan(random: Random, user: string): string {
  const others = PEOPLE.filter((person) => person !== user);
  return random.pick([others[0] ?? user, ...others.slice(1)]);
}

function elsewhere(random: Random, channel: string): string {
  const others = ORDINARY_CHANNELS.filter((other) => other !== channel);
  return random.pick([others[0] ?? channel, ...others.slice(1)]);
}
