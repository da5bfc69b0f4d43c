import type { Logger } from 'pino';
import type { AcknowledgementStore } from '../redis/acknowledgement-store.ts';
import { messageOfName, type WatchId } from '../watch/names.ts';
import type { Presser } from './asker.ts';
import { type Forgotten, NO_LONGER_KEPT_ALERT, type Refusal } from './refusals.ts';
import type { InTime, NoAnswer, Uncertain } from './store-in-time.ts';

/** `acknowledged`: somebody looks after it, and its message says who: this person, or who came first. */
export type AcknowledgeAnswer =
  | { readonly kind: 'acknowledged' }
  | Forgotten
  | Refusal
  | NoAnswer
  | Uncertain;

export interface AcknowledgeDependencies {
  readonly acknowledgements: AcknowledgementStore;
  readonly inTime: InTime;
  readonly now: () => number;
  readonly log: Logger;
}

/**
 * Notes who looks after an alert; a digest stands for its whole burst.
 *
 * @param name of the message
 */
export async function acknowledge(
  { user, channel }: Presser,
  name: string,
  { acknowledgements, inTime, now, log }: AcknowledgeDependencies,
): Promise<AcknowledgeAnswer> {
  const storing = await inTime((deadline) =>
    acknowledgements.acknowledge(name, { by: user, at: now() }, deadline),
  );
  const outcome = storing.kind === 'stored' ? storing.stored : storing.kind;
  log.info({ event: 'alert.acknowledged', ...namesInLog(name), user, channel, outcome });
  if (storing.kind !== 'stored') return storing;
  return storing.stored === 'no-longer-kept' ? NO_LONGER_KEPT_ALERT : { kind: 'acknowledged' };
}

/** What log entries about a message of ours name: its watch, too, where it is of one. */
export function namesInLog(name: string): { readonly message: string; readonly watch?: WatchId } {
  const message = messageOfName(name);
  return message?.kind === 'alert' ? { message: name, watch: message.watchId } : { message: name };
}
