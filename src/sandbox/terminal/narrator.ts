import { styleText } from 'node:util';
import type { SlackChange } from '../slack/state/change-feed.ts';
import type { SimulatedMessage } from '../slack/state/message.ts';
import { messageLines } from './message-lines.ts';
import { type Directory, nameOf, terminalText } from './slack-text.ts';

/**
 * Tells in a terminal what happens in the simulated Slack: a new message in full, a card once more
 * when it is half way and at its end, an edit in between as one line, and a reply with the title of
 * the message that it belongs to.
 */
export function createNarrator(directory: Directory, print: (line: string) => void) {
  const titles = new Map<string, string>();
  const halfWay = new Set<string>();

  return (change: SlackChange): void => {
    switch (change.kind) {
      case 'message-posted':
        posted(change.message);
        break;
      case 'message-edited':
        edited(change.message);
        break;
      case 'ephemeral-shown': {
        const { channel, user } = change.ephemeral;
        say(channel, `only visible to @${nameOf(directory.users, user)}`);
        body(messageLines(change.ephemeral, directory));
        break;
      }
      default:
        break;
    }
  };

  function posted(message: SimulatedMessage): void {
    const { channel, ts, threadTs } = message;
    if (threadTs === undefined) titles.set(ts, titleOf(message));
    const under = threadTs && titles.get(threadTs);
    say(channel, threadTs ? `reply in thread${under ? ` of “${under}”` : ''}` : 'new message');
    body(messageLines(message, directory));
  }

  function edited(message: SimulatedMessage): void {
    const shown = JSON.stringify(message.blocks);
    const [bar = ''] = /[█░]+/.exec(shown) ?? [];
    const isRunning = isOfRunning(message);
    const isHalfWay = /^█{7,9}░/.test(bar) && !halfWay.has(message.ts);
    if (isRunning && !isHalfWay) {
      say(message.channel, `edited  ${bar}  ${terminalText(message.text, directory)}`);
      return;
    }
    halfWay.add(message.ts);
    say(message.channel, isRunning ? 'edited' : 'edited for the last time');
    body(messageLines(message, directory));
  }

  function say(channel: string, what: string): void {
    const time = new Date().toLocaleTimeString('en-GB');
    const where = `#${nameOf(directory.channels, channel)}`;
    print(`${styleText('dim', time)} ${styleText('magenta', where)} ${what}`);
  }

  function body(lines: readonly string[]): void {
    for (const line of lines) print(`         ${styleText('dim', '▏')}${line}`);
  }
}

/** Whether a message is a card of an operation that goes on: only such a card can be refreshed. */
export function isOfRunning({ blocks }: Pick<SimulatedMessage, 'blocks'>): boolean {
  return JSON.stringify(blocks).includes('"refresh"');
}

/** What a message is about: its header, without the sign. */
function titleOf({ blocks, text }: SimulatedMessage): string {
  const header = blocks.find((block) => block.type === 'header');
  return (header?.text.text ?? text).replace(/^\P{L}+/u, '');
}
