import type { PagerAction } from '../watch/pager-event.ts';
import type { PagerSeverity } from '../watch/pager-events.ts';

/** What a pager is told, in plain words. Times in milliseconds since the epoch. */
export interface PagerMessage {
  /** The same however often it is sent. */
  readonly id: string;
  readonly at: number;
  readonly action: PagerAction;
  /** Names what is opened and closed at the pager: one an operation. */
  readonly key: string;
  readonly severity: PagerSeverity;
  /** Why on-call is called: `failed`, `gone`, `stalled`, … */
  readonly cause: string;
  /** What happened, in one sentence. */
  readonly summary: string;
  readonly operation: PagerOperation;
  /** What Azure gives as the reason. */
  readonly reason?: string | undefined;
  /** Whoever looks after it, by their id in Slack. */
  readonly by?: string | undefined;
  /** It is put off until then. */
  readonly until?: number | undefined;
  /** What was done about it. */
  readonly done?: string | undefined;
  readonly links: readonly PagerLink[];
}

/** What it is about. */
interface PagerOperation {
  readonly id: string;
  readonly title: string;
  readonly kind: 'backup' | 'import' | 'other';
  readonly subscriptionId: string;
  readonly subscription: string;
  readonly location: string;
  /** The server's name. */
  readonly server?: string | undefined;
  readonly percent?: number | undefined;
  readonly startedAt?: number | undefined;
  readonly endedAt?: number | undefined;
}

export interface PagerLink {
  readonly to: 'alert' | 'card' | 'portal';
  readonly url: string;
}

/**
 * - `accepted`: it has been taken over
 * - `refused`: it will not be taken as it is, or not with these settings
 * - `later`: nobody knows, or it is asked for a pause
 */
export type Sent =
  | { readonly kind: 'accepted' }
  | { readonly kind: 'refused'; readonly error: string }
  | { readonly kind: 'later'; readonly error: string; readonly retryAfterMs?: number | undefined };

/** Something that calls people. Never rejects. */
export interface Pager {
  /** Names it in sentences. */
  readonly title: string;
  /** What to do where it refuses what it is sent. */
  readonly advice: string;
  send(message: PagerMessage): Promise<Sent>;
}
