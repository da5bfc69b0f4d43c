import { type Cause, causeOf, type Reason } from '../watch/cause.ts';
import type { WatchRecord } from '../watch/watch-record.ts';
import { bounded, oneLine } from './plain-text.ts';

/** A message of Azure's that is longer is read in full in the alert's thread. */
export const CAUSE_MOST = 320;

/** Why Azure says that it ended so; undefined where it gave no reason. */
export function causeOfRecord({ latest }: WatchRecord): Cause | undefined {
  return causeOf(latest?.snapshot.error);
}

/** `AuthorizationFailure: The request … (10 tables)`: in one line, not escaped. */
export function causeLine(cause: Cause, most = CAUSE_MOST): string {
  const parts = partsOf(cause);
  const behind = parts === undefined ? '' : ` (${parts})`;
  return `${bounded(reasonLine(cause), most)}${behind}`;
}

/** Code and message in one line, not escaped. */
export function reasonLine({ code, message }: Reason): string {
  return oneLine([code, message].filter((part) => part).join(': '));
}

/** `10 tables`; undefined where it hit no more than one. */
export function partsOf({ parts, noun, isCut }: Cause): string | undefined {
  if (parts < 2) return undefined;
  return `${isCut ? 'at least ' : ''}${parts} ${noun}s`;
}
