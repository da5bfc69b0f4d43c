import { context } from './blocks.ts';
import { LIMITS, type Message } from './message.ts';
import { bounded } from './text.ts';

/** The same message for another place than the one that it belongs to. */
export function saidElsewhere({ text, blocks }: Message, refusedChannel: string): Message {
  const why = `I can't post in <#${refusedChannel}>, so I say it here.`;
  return { text: bounded(`${text} ${why}`, LIMITS.text), blocks: [...blocks, context(why)] };
}
