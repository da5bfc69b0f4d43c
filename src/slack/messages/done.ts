import type { UserId } from '../../watch/names.ts';
import { bounded } from '../../words/plain-text.ts';
import { section } from './blocks.ts';
import { LIMITS, type Message } from './message.ts';
import { quoted } from './text.ts';

/** In the thread of an alert: what somebody has done about it, in their words. */
export function doneMessage({ by, done }: { readonly by: UserId; readonly done: string }): Message {
  const text = `✅ <@${by}> is done with it:\n${quoted(done, LIMITS.section - 100)}`;
  return { text: bounded(text, LIMITS.text), blocks: [section(text)] };
}
