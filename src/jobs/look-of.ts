import { createHash } from 'node:crypto';
import type { Message } from '../slack/messages/message.ts';

/** A short name of how a message looks: the same look is not sent twice. */
export function lookOf(message: Message): string {
  return createHash('sha256').update(JSON.stringify(message)).digest('base64url').slice(0, 22);
}
