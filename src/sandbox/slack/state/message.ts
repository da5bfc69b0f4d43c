import type { StoredBlock } from '../blocks/block.ts';
import type { JsonObject } from '../json.ts';

export interface MessageMetadata {
  readonly event_type: string;
  readonly event_payload: Readonly<Record<string, unknown>>;
}

/** What a message says. */
export interface MessageContent {
  readonly text: string;
  readonly blocks: readonly StoredBlock[];
  /** What another app, or a person, has put under it, as Slack shows it to us. */
  readonly attachments?: readonly JsonObject[];
  readonly files?: readonly JsonObject[];
  readonly metadata?: MessageMetadata;
}

/** How a message came about. What came through a `response_url` has no `ts` the app could know. */
export type MessageOrigin = 'api' | 'response-url' | 'person';

/** What a message said before an edit. */
interface MessageVersion {
  readonly text: string;
  readonly blocks: readonly StoredBlock[];
  /** Until when it said so, in milliseconds since the epoch. */
  readonly until: number;
}

/** A message that a channel keeps. Times are in milliseconds since the epoch. */
export interface SimulatedMessage extends MessageContent {
  readonly ts: string;
  readonly channel: string;
  /** The parent's `ts`, for a reply. */
  readonly threadTs?: string;
  /** A reply that is shown in the channel, too (`reply_broadcast`). */
  readonly broadcast: boolean;
  /** The author. Our bot's messages carry its user id here, and `botId`. */
  readonly user: string;
  readonly botId?: string;
  readonly origin: MessageOrigin;
  readonly postedAt: number;
  readonly editedAt?: number;
  /** How often it was edited. */
  readonly edits: number;
  /** What it said before, oldest first; the last 200. */
  readonly versions: readonly MessageVersion[];
  readonly deleted: boolean;
}

/** A message only one person sees. */
export interface SimulatedEphemeral {
  readonly ts: string;
  readonly channel: string;
  readonly user: string;
  readonly threadTs?: string;
  readonly text: string;
  readonly blocks: readonly StoredBlock[];
  /** `slackbot`: Slack's own words about a command that failed. */
  readonly origin: 'api' | 'response-url' | 'slackbot';
  readonly shownAt: number;
}

/** Somebody was notified. */
export interface Ping {
  readonly channel: string;
  readonly ts: string;
  /** As written in mrkdwn: `<!here>`, `<@U…>`, `<!subteam^S…>`. */
  readonly mention: string;
  /** Where it stands: in what is shown (blocks, or the text of a message without blocks), or only in the fallback text. */
  readonly shown: boolean;
}
