import type { KnownBlock } from '@slack/types';

/** What is shown in Slack: `text` is what notifications and screen readers say. */
export interface Message {
  readonly text: string;
  readonly blocks: KnownBlock[];
}

/** The sentence without its blocks, for where Slack refuses them. */
export function plainMessage({ text }: Message): Message {
  return { text, blocks: [] };
}

/** What messages need to know of their surroundings, beside the record. */
export interface MessageContext {
  /** The configured name of a subscription, or its id. */
  readonly subscriptionName: (subscriptionId: string) => string;
  /** A server's page in the Azure portal, where its id can be linked to. */
  readonly portalLink: (serverId: string) => string | undefined;
  /** Where a message stands; undefined while the workspace's address is not known. */
  readonly messageLink: (channel: string, ts: string) => string | undefined;
  /** Whom an alert mentions, in Slack's form. */
  readonly oncallMention: string | undefined;
}

/** Slack's limits, in characters: docs.slack.dev/reference/block-kit/blocks */
export const LIMITS = { text: 4000, header: 150, section: 3000, field: 2000, url: 3000 } as const;
