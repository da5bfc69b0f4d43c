import type { SimulatedMessage } from '../../../../src/sandbox/slack/state/message.ts';
import { REMIND_TIMES } from '../plan/pace.ts';
import { ONCALL } from '../plan/places.ts';
import { offersButton, shownOn } from './acknowledged.ts';
import type { KeptReminder, Observation } from './observation.ts';
import { postOf } from './post-of.ts';
import type { Violation } from './violation.ts';

const PROMISE = 'on-call is called again for what nobody looks after, and for nothing else';
/** An acknowledgement is shown to the second, and one that met an outage counts a moment later. */
const RECOVERY_MS = 5_000;

/**
 * What on-call was told of bad ends and nobody has acknowledged is called for again as often as it is due; what
 * somebody has acknowledged, no more from then on. What is called for again is told in a message, unless somebody
 * has acknowledged all of it before that was posted.
 */
export function reminded(observation: Observation): readonly Violation[] {
  const { messages, keys } = observation;
  const kept = keys.flatMap(({ reminder }) => reminder ?? []);
  const calls = messages.filter(isCall);
  return [
    ...calls.flatMap((call) => callProblems(call, kept, observation)),
    ...untold(kept, calls, messages),
  ].map((what) => ({ promise: PROMISE, what, channel: ONCALL }));
}

function isCall(message: SimulatedMessage): boolean {
  const { what } = postOf(message) ?? {};
  const isOurs = what === 'alert' || nameOf(message)?.startsWith('digest/failures/');
  return message.channel === ONCALL && !message.threadTs && !message.deleted && isOurs === true;
}

/** As its reminders name it: `alert/<watch>`, `digest/failures/<digest>`. */
function nameOf(message: SimulatedMessage): string | undefined {
  const post = postOf(message);
  return post?.what === 'alert' ? `alert/${post.watchId}` : post?.id;
}

function callProblems(
  call: SimulatedMessage,
  kept: readonly KeptReminder[],
  { redisOutages }: Observation,
): readonly string[] {
  const name = nameOf(call) ?? '';
  const times = kept
    .filter(({ calls }) => calls.includes(name))
    .map(({ madeAt }) => madeAt)
    .toSorted((one, other) => one - other);
  const [taken] = shownOn(call);
  if (taken) {
    const late = times.filter((at) => at > taken.at + RECOVERY_MS);
    return late.map((at) => `${name} was called for again at ${at}, though ${taken.by} took it`);
  }
  if (!offersButton(call)) return [];
  // What Redis has forgotten of a reminder is made once more.
  const first = times.at(0) ?? 0;
  const isForgotten = redisOutages.some(({ to }) => to + RECOVERY_MS >= first);
  if (times.length > REMIND_TIMES && isForgotten) return [];
  return times.length === REMIND_TIMES
    ? []
    : [`${name} was called for again ${times.length} times, not ${REMIND_TIMES}`];
}

function untold(
  kept: readonly KeptReminder[],
  calls: readonly SimulatedMessage[],
  messages: readonly SimulatedMessage[],
): readonly string[] {
  const told = new Set(messages.flatMap((message) => postOf(message)?.id ?? []));
  const open = new Set(calls.filter(offersButton).map(nameOf));
  return kept
    .filter((reminder) => !told.has(reminder.name) && reminder.calls.some((name) => open.has(name)))
    .map(({ name }) => `${name} was told nowhere`);
}
