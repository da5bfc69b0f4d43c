import type { DefaultsWish } from '../../asking/channel-defaults.ts';
import { type Command, incomplete } from './command.ts';
import { parseParts, wordsOf } from './parse-wish.ts';

const NOTES: Readonly<Record<string, boolean>> = { on: false, off: true };

/** What stands behind `defaults`: nothing, `clear`, or `[in …] [on …] [notes on|off]`. */
export function parseDefaults(
  text: string,
): DefaultsWish | Extract<Command, { kind: 'incomplete' }> {
  const words = wordsOf(text);
  if (words.length === 0) return { kind: 'show' };
  if (words.length === 1 && words[0]?.toLowerCase() === 'clear') return { kind: 'clear' };
  const parts = parseParts('defaults', '', words);
  if ('kind' in parts) return parts;
  const { operation: _none, notes, ...place } = parts;
  const isQuiet = notes === undefined ? undefined : NOTES[notes.toLowerCase()];
  if (notes !== undefined && isQuiet === undefined) {
    return incomplete('defaults', 'Notes are `on` or `off`.');
  }
  return { kind: 'set', ...place, ...(isQuiet !== undefined && { isQuiet }) };
}
