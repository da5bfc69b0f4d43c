import { bounded } from '../../words/plain-text.ts';
import { section } from './blocks.ts';
import { LIMITS, type Message } from './message.ts';

/** One sentence, or a few, and nothing besides. @param text mrkdwn */
export function said(text: string): Message {
  return { text: bounded(text, LIMITS.section), blocks: [section(text)] };
}
