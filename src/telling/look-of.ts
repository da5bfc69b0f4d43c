import { createHash } from 'node:crypto';
import type { Message } from '../slack/messages/message.ts';

/** A short name of how a message looks: the same look is not sent twice. */
export function lookOf(message: Message): string {
  const shown = JSON.stringify(message.look === undefined ? message : [message.text, message.look]);
  return createHash('sha256').update(shown).digest('base64url').slice(0, 22);
}

/**
 * The same of a card under which the ending was told: it is sent once more after that. Only an edit tells that the
 * card is still there; Slack takes replies under a deleted message without a word.
 */
export function lookAfterEnding(message: Message): string {
  return `${lookOf(message)}+ended`;
}
