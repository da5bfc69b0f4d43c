import type { FinalVerdict } from '../plan/histories.ts';

/** How the end of an operation reads, in a card as in a note. */
export const VERDICT_WORDS: Readonly<Record<FinalVerdict, RegExp>> = {
  succeeded: /\bsucceeded\b/,
  failed: /\bfailed\b/,
  canceled: /\bcanceled\b/,
  gone: /\bno longer (?:keeps|known to Azure)\b/,
  'not-found': /\bnot found\b|\bcould not find\b/,
};

export const STOPPED_WORDS = /\bno longer watched\b|\bstopped watching\b/;

export function saysOneOf(text: string, verdicts: readonly FinalVerdict[]): boolean {
  return verdicts.some((verdict) => VERDICT_WORDS[verdict].test(text));
}
