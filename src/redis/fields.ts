import { itemId } from '../watch/item-names.ts';
import type { CardKey, NamedDestination, StandingMessage } from '../watch/names.ts';
import type { OutboxItem } from '../watch/outbox-item.ts';
import type { Keys, OwnerKey } from './keys.ts';

/**
 * The names of fields that Lua and TypeScript share: the scripts write `FIELD.owed` for `FIELDS.owed`. What each
 * holds stands in docs/redis.md.
 */
export const FIELDS = {
  // Of a watch, and of whatever else owes something to Slack.
  version: 'version',
  record: 'record',
  subscription: 'subscription',
  owed: 'owed',
  keep: 'keep',
  acknowledged: 'acknowledged',
  reopened: 'reopened',
  recovered: 'recovered',
  /** What pagers know of who looks after how it ended. */
  paged: 'paged',
  // A watch's next read.
  priority: 'priority',
  refresh: 'refresh',
  queued: 'queued',
  asker: 'asker',
  // How the message stands that tells how a watch ended, or of many alerts.
  alertTs: 'alert:ts',
  alertChannel: 'alert:channel',
  alertShown: 'alert:shown',
  alertTries: 'alert:tries',
  // Of a message that calls on-call: how many reminders are made of it, and which, with blanks between them.
  remindersMade: 'reminders:made',
  reminders: 'reminders',
  // Of a digest.
  at: 'at',
  size: 'size',
  mentions: 'mentions',
  split: 'split',
  told: 'told',
  toldAt: 'told-at',
  /** There is something on it for which on-call is called. */
  isCall: 'is-call',
  next: 'next',
  previous: 'previous',
  /** Begins the names of its entries' fields: `entry:1`, `entry:2`, … */
  entry: 'entry:',
  // Of a burst.
  last: 'last',
  first: 'first',
  firstWatch: 'first-watch',
  digest: 'digest',
  mentioned: 'mentioned',
  // Of a reminder: what it is about, as JSON.
  about: 'about',
  // Of a fault.
  since: 'since',
  seen: 'seen',
  disproved: 'disproved',
  explanation: 'explanation',
  // Of a request that may be sent again under the same key.
  request: 'request',
  owner: 'owner',
  answer: 'answer',
  // Of our memory, which has its `since` as well.
  lostUntil: 'lost-until',
  lostAfter: 'lost-after',
} as const;

/** Where in its watch it is noted how a card stands. */
export function cardFields(key: CardKey) {
  const prefix = `card:${key}`;
  return { ts: `${prefix}:ts`, told: `${prefix}:told`, ...editFields(prefix) } as const;
}

/**
 * Where it is noted where an alert stands.
 *
 * @param name of a condition's alert its spell, of a fault's its beginning; of the ending's, and of a
 *   digest, none
 */
export function alertFields(name?: number) {
  const prefix = name === undefined ? 'alert' : `alert:${name}`;
  return { channel: `${prefix}:channel`, ts: `${prefix}:ts` } as const;
}

/** Where in its watch the digest is named on which an alert stands. @param spell of a condition's alert */
export function digestField(spell?: number): string {
  return spell === undefined ? 'alert:digest' : `alert:${spell}:digest`;
}

/** Where in its owner it is noted who posts an item. */
export function claimField(item: OutboxItem): string {
  return `post:${itemId(item)}`;
}

/** Where in its owner it is noted at which place of its route an item is. */
export function routeField(item: OutboxItem): string {
  return `route:${itemId(item)}`;
}

/** Where it is noted how a message of ours that is edited was last seen to look. */
export function fieldsOfMessage(message: StandingMessage) {
  return editFields(message.kind === 'card' ? `card:${message.cardKey}` : 'alert');
}

/** The hash in which that is noted. */
export function ownerOfMessage(keys: Keys, message: StandingMessage): OwnerKey {
  switch (message.kind) {
    case 'card':
    case 'alert':
      return keys.watch(message.watchId);
    case 'digest':
      return keys.digest(message.burst, message.digest);
    case 'reminder':
      return keys.reminder(message.reminder);
    default:
      return message satisfies never;
  }
}

/** The hash in which it is noted what a destination owes. */
export function ownerOfDestination(keys: Keys, about: NamedDestination): OwnerKey {
  if ('watchId' in about) return keys.watch(about.watchId);
  if (about.kind === 'fault') return keys.fault(about.fault);
  return about.kind === 'digest'
    ? keys.digest(about.burst, about.digest)
    : keys.reminder(about.reminder);
}

function editFields(prefix: string) {
  return {
    /** Names the rendering that was last shown. */
    shown: `${prefix}:shown`,
    /** When its turn was last used, in milliseconds since the epoch, by the clock of Redis. */
    looked: `${prefix}:looked`,
    /** How often in a row Slack did not take an edit of it. */
    tries: `${prefix}:tries`,
  } as const;
}
