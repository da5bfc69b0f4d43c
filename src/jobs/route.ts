import type { OutboxItem } from '../watch/outbox-item.ts';

/**
 * A kind of place in which something can be said: a card's thread, its channel, the on-call channel,
 * FALLBACK_CHANNEL, the conversation with whoever asked, or the thread of an alert.
 */
export type Stop = 'thread' | 'channel' | 'oncall' | 'fallback' | 'direct' | 'alert-thread';

export interface Route {
  /** Tried one after another, each only where the one before has refused for good. */
  readonly stops: readonly Stop[];
  /** What can be said nowhere stays owed, and is tried again for as long as it takes. */
  readonly mustBeTold: boolean;
}

/** Where an item may be said. */
export function routeOf(item: Exclude<OutboxItem, { kind: 'whisper' }>): Route {
  switch (item.kind) {
    case 'card':
      return { stops: ['channel'], mustBeTold: false };
    case 'note':
      return item.note.kind === 'ended'
        ? { stops: ['thread', 'channel', 'fallback', 'direct'], mustBeTold: true }
        : { stops: ['thread'], mustBeTold: false };
    case 'alert':
    case 'condition-alert':
      return { stops: ['oncall', 'fallback', 'direct'], mustBeTold: true };
    case 'fault':
    case 'storm':
      return { stops: ['oncall', 'fallback'], mustBeTold: true };
    case 'alert-details':
    case 'condition-alert-over':
    case 'fault-over':
      return { stops: ['alert-thread'], mustBeTold: false };
    default:
      return item satisfies never;
  }
}
