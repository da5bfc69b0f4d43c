import type { StandingMessage } from '../watch/standing-message.ts';
import { keys } from './keys.ts';

/** The hash that keeps what is known of a message of ours. */
export function ownerKey(message: StandingMessage): string {
  return message.kind === 'storm'
    ? keys.page(message.storm, message.page)
    : keys.watch(message.watchId);
}

/** Names what it was last seen to look like. */
export function lookField(message: StandingMessage): string {
  return `${prefixOf(message)}:shown`;
}

/** When its turn was last used, in milliseconds since the epoch, by the clock of Redis. */
export function lookedField(message: StandingMessage): string {
  return `${prefixOf(message)}:looked`;
}

/** How often in a row Slack did not take an edit of it. */
export function triesField(message: StandingMessage): string {
  return `${prefixOf(message)}:tries`;
}

function prefixOf(message: StandingMessage): string {
  return message.kind === 'card' ? `card:${message.cardKey}` : 'alert';
}
