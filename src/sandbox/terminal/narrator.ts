import { styleText } from 'node:util';
import type { SlackChange } from '../slack/state/change-feed.ts';
import type { SimulatedMessage } from '../slack/state/message.ts';
import { messageLines } from './message-lines.ts';
import { type Directory, nameOf, terminalText } from './slack-text.ts';

/**
 * Tells in a terminal what happens in the simulated Slack: a new message and a card's last state in
 * full, an edit in between as one line, replies under the message that they belong to.
 */
export function createNarrator(directory: Directory, print: (line: string) => void) {
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
    const isReply = message.threadTs !== undefined;
    say(message.channel, isReply ? 'reply in thread' : 'new message');
    body(messageLines(message, directory));
  }

  function edited(message: SimulatedMessage): void {
    const isRunning = message.blocks.some(
      (block) => block.type === 'actions' && block.elements.length > 1,
    );
    if (isRunning) {
      const [bar = ''] = /[█░]+/.exec(JSON.stringify(message.blocks)) ?? [];
      say(message.channel, `edited  ${bar}  ${terminalText(message.text, directory)}`);
      return;
    }
    say(message.channel, 'edited for the last time');
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
