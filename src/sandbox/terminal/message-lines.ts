import { styleText } from 'node:util';
import type { Block } from '../slack/blocks/block.ts';
import { type Directory, terminalText } from './slack-text.ts';

/** A message's blocks as lines for a terminal. */
export function messageLines(
  message: { readonly text: string; readonly blocks: readonly Block[] },
  directory: Directory,
): readonly string[] {
  const text = (mrkdwn: string) => markedUp(terminalText(mrkdwn, directory));
  if (message.blocks.length === 0) return text(message.text).split('\n');
  return message.blocks.flatMap((block) => blockLines(block, text));
}

function blockLines(block: Block, text: (mrkdwn: string) => string): readonly string[] {
  switch (block.type) {
    case 'header':
      return [styleText('bold', block.text.text)];
    case 'section':
      return [
        ...(block.text ? text(block.text.text).split('\n') : []),
        ...(block.fields
          ? [block.fields.map((field) => text(field.text).replace('\n', ' ')).join('   ')]
          : []),
      ];
    case 'context':
      return block.elements.flatMap((element) => {
        if (!('text' in element)) return [];
        const shown = element.type === 'mrkdwn' ? text(element.text) : element.text;
        return shown.split('\n').map((line) => styleText('dim', line));
      });
    case 'rich_text':
      return block.elements.flatMap(({ elements }) =>
        elements
          .map(({ text: run }) => (typeof run === 'string' ? run : ''))
          .join('')
          .split('\n'),
      );
    case 'actions': {
      const labels = block.elements.flatMap((element) =>
        element.type === 'button' ? [`[ ${element.text.text} ]`] : [],
      );
      return [styleText('cyan', labels.join(' '))];
    }
    default:
      return [];
  }
}

/** Bold and code as a terminal shows them. */
function markedUp(text: string): string {
  return text
    .replaceAll(/\*([^*\n]+)\*/g, (_, words: string) => styleText('bold', words))
    .replaceAll(/```([^`]*)```/g, '$1')
    .replaceAll(/`([^`\n]+)`/g, (_, words: string) => styleText('cyan', words))
    .replaceAll(/^>/gm, '│ ');
}
