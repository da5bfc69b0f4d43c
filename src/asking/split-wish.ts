import { findMentions } from '../azure/find-mentions.ts';
import { isKnownLocation } from '../watch/locations.ts';

/** What somebody has written behind a verb: what they have pasted, and what they say about it. */
export interface SplitWish {
  /** The text up to the end of the last operation that is named in it; all of it where none is. */
  readonly pasted: string;
  /** What follows. */
  readonly said: string;
  /** The operations named, each fit to be shown. */
  readonly named: readonly string[];
  /** Words that stand between two of them and are about them, such as `in eastus`. */
  readonly between: string | undefined;
  /** It was copied from somewhere: what stands around an operation need not be meant for us. */
  readonly isCopied: boolean;
}

const KEYWORD = /^[\s.,;:)\]}>"'`*_’”|]*[-–—]*(?:in|on|as)\s/i;
/** The rest of a label, to the end. */
const LABEL = /^[\s.,;:)\]}>"'`*_’”|]*[-–—]*as\s/i;

/** Tells what is pasted from what is said about it. Takes time linear in the text's length. */
export function splitWish(text: string): SplitWish {
  const mentions = findMentions(text);
  const labelled = mentions.findIndex(({ end }) => LABEL.test(text.slice(end, end + 40)));
  const meant = labelled === -1 ? mentions : mentions.slice(0, labelled + 1);
  const [first] = meant;
  const last = meant.at(-1);
  if (!first || !last) {
    return { pasted: text, said: '', named: [], between: undefined, isCopied: false };
  }
  const interrupted = meant.slice(0, -1).find(({ end }) => KEYWORD.test(text.slice(end, end + 40)));
  const pasted = text.slice(0, last.end);
  const behind = text.slice(last.end);
  return {
    pasted,
    said: behind,
    named: meant.flatMap((mention) => ('shown' in mention ? [mention.shown] : [])),
    between: interrupted && text.slice(interrupted.end).trim().split(/\s+/, 1).join(''),
    isCopied:
      /[\n\r]/.test(text.trim()) ||
      /[?#]/.test(text.slice(first.start, last.end)) ||
      /[\p{L}\p{N}]/u.test(text.slice(0, first.start)) ||
      /^\\?["'}]/.test(behind),
  };
}

/** Where, of what follows something copied, the words begin that are meant for us; its end where none do. */
export function beginOfWords(said: string): number {
  if (KEYWORD.test(said)) return 0;
  for (const { 0: found, index, groups } of said.matchAll(
    /(?<line>^|[\n\r]\s*)?(?<![\w-])[-–—]*(?:in|on|as)\s+(?=(?<value>[^\n\r]{1,80}))/gim,
  )) {
    const begin = index + (groups?.['line'] ?? '').length;
    const isLocation =
      /^[-–—]*in\s/i.test(found.trimStart()) && beginsWithLocation(groups?.['value'] ?? '');
    if (groups?.['line'] !== undefined || isLocation) return begin;
  }
  return said.length;
}

function beginsWithLocation(text: string): boolean {
  const words = text
    .replaceAll(/["'“”‘’]/g, '')
    .trim()
    .split(/\s+/, 4);
  return words.some((_, index) => isKnownLocation(words.slice(0, index + 1).join(' ')));
}
