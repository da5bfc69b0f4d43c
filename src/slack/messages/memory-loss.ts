import type { FaultItem } from '../../watch/outbox-item.ts';
import { duration } from '../../words/figures.ts';
import { context, header, section } from './blocks.ts';
import type { Message } from './message.ts';
import { moment } from './moment.ts';

/** To the on-call channel, once: Redis no longer has what it had acknowledged. */
export function memoryLossMessage({
  since,
  lostMs,
}: Extract<FaultItem, { kind: 'memory-loss' }>): Message {
  const { title, lead, rest } =
    lostMs === undefined ? allGone(since) : wentBack(since, lossDuration(lostMs));
  return {
    text: `🕳️ ${title}. ${lead} ${rest}`,
    blocks: [header(`🕳️ ${title}`), section(lead), context(rest)],
  };
}

/** About how much is lost, for people. */
export function lossDuration(lostMs: number): string {
  return `about ${duration(Math.max(1000, lostMs))}`;
}

function wentBack(since: number, lost: string) {
  return {
    title: `My memory went back by ${lost}`,
    lead:
      `Redis has lost what I had stored in the ${lost} before ${moment(since)}. Watches begun in that time are gone: ` +
      'please watch them again. Watches stopped in that time go on: please stop them again.',
    rest: 'All other watches go on. What I have told already I look up, and do not tell again where I may read it.',
  };
}

function allGone(since: number) {
  return {
    title: 'My memory is gone',
    lead:
      `Redis has lost all that I had stored before ${moment(since)}, so nothing is being watched any more. ` +
      'Please watch again what still runs.',
    rest: 'Old cards stand still; whoever presses a button on one is told.',
  };
}
