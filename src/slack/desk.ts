import type { OperationReference } from '../watch/operation-reference.ts';
import type { WatchRecord } from '../watch/watch-record.ts';

/** Who asks, and where. */
export interface Asker {
  readonly channel: string;
  readonly user: string;
  /** Only some people can see what is said in that channel. */
  readonly isPrivate: boolean;
  /** Answers the asker alone, for 30 minutes. A secret: never logged. */
  readonly responseUrl?: string;
}

/** Who presses a button, and where. */
export type Presser = Pick<Asker, 'channel' | 'user'>;

/** Which operation somebody means, in their own words. */
export interface Wish {
  readonly operation: string;
  readonly location?: string;
  readonly subscription?: string;
}

/** It can't be done; `explanation` is polite and says what to do. Not escaped. Nothing has been kept. */
export interface Refusal {
  readonly kind: 'refused';
  readonly explanation: string;
}

/** Our memory broke off in the middle of it: nobody can tell whether it has been done. */
export interface Uncertain {
  readonly kind: 'uncertain';
}

/** An operation whose location has to be found first: known in a few seconds. */
export interface Searching<Answer> {
  readonly kind: 'searching';
  readonly operationId: string;
  readonly places: readonly string[];
  readonly found: Promise<Answer | Refusal>;
}

/** A watch in a list: its record as it stands, and its card's link where one stands. */
interface ListedWatch {
  readonly record: WatchRecord;
  readonly channel: string;
  readonly link: string | undefined;
}

export interface WatchAccepted {
  readonly kind: 'begun' | 'joined';
  readonly reference: OperationReference;
}

export interface CardStands {
  readonly kind: 'stands';
  readonly record: WatchRecord;
  readonly askedBy: string;
  readonly link: string | undefined;
}

export type WatchAnswer = WatchAccepted | CardStands | Refusal | Uncertain;

/** The record that a watch would have after one reading. */
export interface StatusSeen {
  readonly kind: 'status';
  readonly record: WatchRecord;
}

export type StatusAnswer = StatusSeen | Refusal;

export interface ListAnswer {
  readonly kind: 'list';
  readonly scope: ListScope;
  /** The first of them. */
  readonly watches: readonly ListedWatch[];
  readonly total: number;
}

export type ListScope = 'here' | 'mine' | 'all';

export type StopAnswer =
  | { readonly kind: 'stopped'; readonly record: WatchRecord }
  | Refusal
  | Uncertain;

/**
 * What people can ask for. Every method rejects where Redis does not answer; nothing is done then, and
 * nothing will be. Where it broke off in the middle, the answer is that nobody can tell.
 */
export interface WatchDesk {
  watch(
    asker: Asker,
    wish: Wish & { readonly label?: string },
  ): Promise<WatchAnswer | Searching<WatchAnswer>>;
  status(asker: Asker, wish: Wish): Promise<StatusAnswer | Searching<StatusAnswer>>;
  list(asker: Asker, scope: ListScope): Promise<ListAnswer>;
  stop(asker: Asker, operation: string): Promise<StopAnswer>;
  /** Stop by a card's button. */
  stopWatch(asker: Presser, watchId: string): Promise<StopAnswer>;
  /** Refresh by a card's button: the card is redrawn after a fresh look. */
  refresh(watchId: string): Promise<{ readonly kind: 'refreshing' } | Refusal>;
  /**
   * Notes, by an alert's button, who looks after it; a storm's message stands for its whole storm.
   *
   * @param name the button's value
   */
  acknowledge(presser: Presser, name: string): Promise<{ readonly kind: 'acknowledged' } | Refusal>;
  /** Goes on, by a card's button, with a watch that was given up. */
  watchOn(presser: Presser, watchId: string): Promise<WatchAnswer>;
}

/** Which deliveries of Slack's are new: it may deliver the same command or press twice. */
export interface Requests {
  /** @returns false where it has been carried out, or is being carried out, already */
  begin(triggerId: string): Promise<boolean>;
  finish(triggerId: string): Promise<void>;
}
