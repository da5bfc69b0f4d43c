import type { KnownBlock } from '@slack/types';
import type { ChannelId } from '../../watch/names.ts';

/** A picture that is uploaded. */
export interface Picture {
  /** What people read above it, and what is read to those who can't see it. */
  readonly title: string;
  readonly png: Uint8Array;
}

/** What is shown in Slack: `text` is what notifications and screen readers say. */
export interface Message {
  readonly text: string;
  readonly blocks: KnownBlock[];
  /** How it looks but for what only tells of when it is: that alone is not worth an edit. Absent where all counts. */
  readonly look?: string;
  /** Shown in place of all else. */
  readonly picture?: Picture;
  /** Of a message that tells several items: its own id, and theirs, by which it is found again. */
  readonly tells?: { readonly id: string; readonly items: readonly string[] };
}

/** The sentence without its blocks, for where Slack refuses them. */
export function plainMessage(message: Message): Message {
  return { ...message, blocks: [] };
}

/** What messages need to know of their surroundings, beside the record. */
export interface MessageContext {
  /** The configured name of a subscription, or its id. */
  readonly subscriptionName: (subscriptionId: string) => string;
  /** A server's page in the Azure portal, where its id can be linked to. */
  readonly portalLink: (serverId: string) => string | undefined;
  /** Where a message stands; undefined while the workspace's address is not known. */
  readonly messageLink: (channel: ChannelId, ts: string) => string | undefined;
  /** Whom an alert mentions, in Slack's form. */
  readonly oncallMention: string | undefined;
  /** Whom is mentioned where on-call has been called in vain. */
  readonly escalationMention?: string | undefined;
  /** Whether alerts leave out what only people in a private channel can see: label, link, who asked. */
  readonly hidesPrivate?: boolean;
  /** The page of one's own about an error code, where there are such pages. */
  readonly runbookLink?: (code: string) => string | undefined;
}

/** Slack's limits, in characters: docs.slack.dev/reference/block-kit/blocks */
export const LIMITS = { text: 4000, header: 150, section: 3000, field: 2000, url: 3000 } as const;
