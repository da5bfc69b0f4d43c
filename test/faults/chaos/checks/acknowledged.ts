import type { SimulatedMessage } from '../../../../src/sandbox/slack/state/message.ts';
import { ONCALL } from '../plan/places.ts';
import { digestsIn } from './digest-entries.ts';
import type { Observation, Press, Span } from './observation.ts';
import { postOf } from './post-of.ts';
import type { Violation } from './violation.ts';

const PROMISE = 'who looks after an alert is shown on it';
/** A bot or Redis that comes back needs a moment. */
const RECOVERY_MS = 4_000;

interface Acknowledged {
  readonly by: string;
  /** In milliseconds since the epoch, to the second. */
  readonly at: number;
}

/**
 * An alert whose button was pressed says by whom, once, and offers the button no more; a digest's press
 * stands for its burst. What nobody pressed says nothing.
 */
export function acknowledged(observation: Observation): readonly Violation[] {
  const { messages, presses } = observation;
  const bySpot = Map.groupBy(presses, ({ channel, ts }) => `${channel}/${ts}`);
  const users = new Set(presses.map(({ user }) => user));
  const own = messages
    .filter(({ channel, threadTs, deleted }) => channel === ONCALL && !threadTs && !deleted)
    .flatMap((message) => {
      const pressed = bySpot.get(`${message.channel}/${message.ts}`) ?? [];
      return messageProblems(message, pressed, users, observation).map(
        (what) => `${postOf(message)?.id}: ${what}`,
      );
    });
  return [...own, ...burstProblems(observation)].map((what) => ({
    ...{ promise: PROMISE, what, channel: ONCALL },
  }));
}

function messageProblems(
  message: SimulatedMessage,
  pressed: readonly Press[],
  users: ReadonlySet<string>,
  observation: Observation,
): readonly string[] {
  const shown = shownOn(message);
  const [first] = shown;
  const hasButton = offersButton(message);
  const sure = pressed
    .filter((press) => isSure(press, observation))
    .toSorted((a, b) => a.at - b.at)
    .at(0);
  return [
    ...(shown.length > 1 ? [`it is acknowledged ${shown.length} times`] : []),
    ...(first && hasButton ? ['it is acknowledged, and its button stands'] : []),
    ...(first && !users.has(first.by) ? [`${first.by}, who acknowledged it, pressed nothing`] : []),
    ...(sure && !first ? [`${sure.user} pressed, and it does not show`] : []),
    ...(sure && first && first.at > sure.at + sure.tookMs + RECOVERY_MS
      ? [`${sure.user} pressed, and only a later press counts`]
      : []),
  ];
}

/** A digest that is acknowledged speaks for all before it, and for the alert that the burst began with. */
function burstProblems(observation: Observation): readonly string[] {
  const digests = digestsIn(observation);
  const byName = new Map(digests.map((digest) => [digest.name, digest.message]));
  const alone = new Map(
    observation.messages.flatMap((message) => {
      const post = postOf(message);
      return post?.what === 'alert' ? [[post.watchId, message] as const] : [];
    }),
  );
  return digests
    .filter(({ burst }) => burst === 'failures')
    .flatMap(({ name, message, kept }) => {
      const [own] = shownOn(message);
      const { presses } = observation;
      // The press that counted may have been on any digest; where it met an outage, it may be half done.
      const press = own && presses.find(({ user, at }) => user === own.by && isSameSecond(at, own));
      if (!press || !isSure(press, observation)) return [];
      const before = kept?.previous ? byName.get(`digest/failures/${kept.previous}`) : undefined;
      const begun = kept?.first ? alone.get(kept.first) : undefined;
      return [before, begun]
        .filter((other) => other !== undefined && shownOn(other).length === 0)
        .map((other) => `${name} is acknowledged, and ${other && postOf(other)?.id} is not`);
    });
}

function isSameSecond(at: number, { at: shownAt }: Acknowledged): boolean {
  return at < shownAt + 1_000 && at > shownAt - RECOVERY_MS;
}

/** A bot had taken it, and nothing kept it from its work: it counts, or an earlier one does. */
function isSure({ at, tookMs, isTaken }: Press, observation: Observation): boolean {
  const { botOutages, redisOutages, busy } = observation;
  const meets = ({ from, to }: Span) => from <= at + tookMs + RECOVERY_MS && to + RECOVERY_MS >= at;
  return isTaken && ![...botOutages, ...redisOutages, ...busy].some(meets);
}

export function offersButton({ blocks }: Pick<SimulatedMessage, 'blocks'>): boolean {
  return JSON.stringify(blocks).includes('"acknowledge"');
}

/** By whom a message says that it is looked after. */
export function shownOn({ blocks }: SimulatedMessage): readonly Acknowledged[] {
  const words = /Acknowledged by <@(\w+)> <!date\^(\d+)/g;
  return [...JSON.stringify(blocks).matchAll(words)].map(([, by = '', seconds]) => ({
    ...{ by, at: Number(seconds) * 1_000 },
  }));
}
