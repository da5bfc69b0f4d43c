import type { Logger } from 'pino';
import type { Queues } from '../queues/queues.ts';
import type { AcknowledgementStore } from '../redis/acknowledgement-store.ts';
import type { Acknowledgement } from '../watch/acknowledgement.ts';
import { LONGEST_DONE } from '../watch/acknowledgement.ts';
import {
  type Destination,
  destinations,
  messageOfName,
  type UserId,
  type WatchId,
} from '../watch/names.ts';
import { type Snooze, snoozedUntil } from '../watch/snooze.ts';
import type { Presser } from './asker.ts';
import {
  FORGOTTEN_TOO_SOON,
  type Forgotten,
  NO_LONGER_KEPT_ALERT,
  NOBODY_YET,
  type Refusal,
} from './refusals.ts';
import type { InTime, NoAnswer, Uncertain } from './store-in-time.ts';

/** What somebody wishes about a call. */
export type CareVerb =
  | { readonly kind: 'acknowledge' | 'take-back' }
  | { readonly kind: 'snooze'; readonly snooze: Snooze }
  | { readonly kind: 'done'; readonly line: string };

/** What somebody wishes about which message. */
export interface CareWish {
  readonly name: string;
  /** Since when it stood as they have seen it; 0: nobody looked after it. */
  readonly seenAt: number;
  /** So many entries of a digest have they seen. Absent: all. */
  readonly entries?: number | undefined;
  /** When they opened the form that they answer. Absent: there was none. */
  readonly openedAt?: number | undefined;
  readonly verb: CareVerb;
}

/** `acknowledged`: it stands as was wished for, and its message says so. */
export type AcknowledgeAnswer =
  | { readonly kind: 'acknowledged' }
  | Taken
  | Forgotten
  | Refusal
  | NoAnswer
  | Uncertain;

/** Somebody was faster, or it is done with: nothing has been changed. */
export interface Taken {
  readonly kind: 'taken';
  /** It was whoever presses now: the message that they see is an old one. */
  readonly isTheirs: boolean;
  readonly stands: Acknowledgement;
}

/** Hears how long on-call took, for the metrics. */
export interface AcknowledgeReport {
  /** Somebody looks after what nobody had looked after. */
  acknowledged(afterMs: number): void;
}

export interface AcknowledgeDependencies {
  readonly acknowledgements: AcknowledgementStore;
  /** The time zone of somebody, as IANA names it; undefined where nobody knows. Never rejects. */
  readonly zoneOf: (user: UserId) => Promise<string | undefined>;
  readonly queues: Queues;
  readonly inTime: InTime;
  readonly report: AcknowledgeReport;
  readonly now: () => number;
  readonly log: Logger;
}

/**
 * Notes who looks after an alert, or that nobody does any more; a digest stands for all of its burst that stands
 * as it does, a reminder for what it shows.
 */
export async function acknowledge(
  { user, channel }: Presser,
  { name, seenAt, entries, openedAt, verb }: CareWish,
  dependencies: AcknowledgeDependencies,
): Promise<AcknowledgeAnswer> {
  const { acknowledgements, inTime, report, log, now } = dependencies;
  const wish = { by: user, at: now(), seenAt, entriesSeen: entries, openedAt };
  const acknowledgement = await acknowledgementOf(wish, verb, dependencies);
  const storing = await inTime((deadline) =>
    acknowledgements.acknowledge(name, { ...wish, acknowledgement }, deadline),
  );
  const outcome = storing.kind === 'stored' ? storing.stored.kind : storing.kind;
  log.info({
    event: 'alert.acknowledged',
    ...namesInLog(name),
    ...{ user, channel, verb: verb.kind, outcome },
  });
  if (storing.kind !== 'stored') return storing;
  const { stored } = storing;
  switch (stored.kind) {
    case 'changed':
      if (stored.calledAt !== undefined) report.acknowledged(wish.at - stored.calledAt);
      if (verb.kind === 'done') kick(name, threadsOf(name, dependencies), dependencies);
      kick(name, Promise.resolve(stored.parted), dependencies);
      return { kind: 'acknowledged' };
    case 'taken':
      return { ...stored, isTheirs: stored.stands.by === user };
    case 'open':
      return NOBODY_YET;
    case 'too-short':
      return FORGOTTEN_TOO_SOON;
    case 'no-longer-kept':
      return NO_LONGER_KEPT_ALERT;
    default:
      return stored satisfies never;
  }
}

/** What a press has left to be told. Nobody waits for it: else the sweep comes. */
function kick(
  name: string,
  owing: Promise<readonly Destination[]>,
  { queues, log }: Pick<AcknowledgeDependencies, 'queues' | 'log'>,
): void {
  const kicked = owing.then(async (destinations) => {
    for (const destination of destinations) await queues.addPost(destination);
  });
  kicked.catch((error: unknown) => {
    const entry = { event: 'asking.kick_failed', ...namesInLog(name), err: error };
    log.warn(entry, 'it will be done a little later');
  });
}

/** The threads of all that the message calls for: what was done is owed to them. */
async function threadsOf(
  name: string,
  { acknowledgements }: Pick<AcknowledgeDependencies, 'acknowledgements'>,
): Promise<readonly Destination[]> {
  const calls = await acknowledgements.callsOf(name);
  return calls.map((call) =>
    call.kind === 'alert'
      ? destinations.alert(call.watchId)
      : destinations.digest(call.burst, call.digest),
  );
}

/** How it is to stand; undefined: it is taken back. */
async function acknowledgementOf(
  { by, at }: { readonly by: UserId; readonly at: number },
  verb: CareVerb,
  { zoneOf }: AcknowledgeDependencies,
): Promise<Acknowledgement | undefined> {
  switch (verb.kind) {
    case 'take-back':
      return undefined;
    case 'acknowledge':
      return { by, at };
    case 'snooze': {
      const zone = verb.snooze === 'morning' ? await zoneOf(by) : undefined;
      return { by, at, ...snoozedUntil(verb.snooze, at, zone) };
    }
    case 'done':
      return { by, at, done: [...verb.line.trim()].slice(0, LONGEST_DONE).join('') };
    default:
      return verb satisfies never;
  }
}

/** What log entries about a message of ours name: its watch, too, where it is of one. */
export function namesInLog(name: string): { readonly message: string; readonly watch?: WatchId } {
  const message = messageOfName(name);
  return message?.kind === 'alert' ? { message: name, watch: message.watchId } : { message: name };
}
