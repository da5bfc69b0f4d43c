import type { FaultItem } from '../../watch/outbox-item.ts';
import { context, header, section } from './blocks.ts';
import { duration } from './figures.ts';
import { LIMITS, type Message } from './message.ts';
import { bounded, escaped, sentence } from './text.ts';

/** To the on-call channel, once for all watches: Azure does not take the bot's own sign-in. */
export function faultMessage({ explanation }: Extract<FaultItem, { kind: 'fault' }>): Message {
  const lead = "I can't sign in to Azure, so no operation can be read.";
  const why = escaped(sentence(explanation), 1500);
  const rest =
    'This says nothing about the operations themselves. All watches go on, and I try again until it works.';
  return {
    text: bounded(`🔑 ${lead} ${why} ${rest}`, LIMITS.text),
    blocks: [
      header("🔑 I can't sign in to Azure"),
      section(`No operation can be read until this is mended. ${why}`),
      context(rest),
    ],
  };
}

/** In the thread of that message. */
export function faultOverMessage({
  since,
  at,
}: Extract<FaultItem, { kind: 'fault-over' }>): Message {
  const text = `👌 Azure no longer refuses my sign-in, after ${duration(Math.max(0, at - since))}.`;
  return { text, blocks: [section(text)] };
}
