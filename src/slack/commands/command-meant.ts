import type { ListWish } from '../../asking/list.ts';
import { splitWish } from '../../asking/split-wish.ts';
import { parseCommand } from './parse-command.ts';
import { shortened } from './shortened.ts';

/**
 * The command line that somebody probably means who writes to the bot without the command; undefined where
 * nothing tells. Of what is pasted nothing is in it but the operations' names.
 */
export function commandMeant(text: string): string | undefined {
  const command = parseCommand(text);
  switch (command.kind) {
    case 'unknown':
      return command.meant;
    case 'help':
    case 'form':
    case 'incomplete':
      return undefined;
    case 'doctor':
      return 'doctor';
    case 'defaults':
      return 'defaults';
    case 'audit':
      return command.page > 1 ? `audit ${command.page}` : 'audit';
    case 'list':
      return listLine(command);
    case 'watch':
    case 'status':
    case 'history':
    case 'quiet':
    case 'stop': {
      const words = text.trim().replace(/^\/\S+\s+/, '');
      const { named, isCopied } = splitWish(words.replace(/^\S+\s*/, ''));
      return isCopied
        ? [command.kind, ...named].join(' ')
        : words.split(/\s+/).map(shortened).join(' ');
    }
    default:
      return command satisfies never;
  }
}

function listLine({ scope, page }: ListWish): string {
  return ['list', scope !== 'here' && scope, page > 1 && page].filter(Boolean).join(' ');
}
