import { unescaped } from '../unescaped.ts';

/** A pasted URL may carry a signature of many KB: what is shown again ends before it. */
export function shortened(word: string | undefined): string {
  const clean = unescaped(word ?? '')
    .replace(/^<|>$/g, '')
    .replace(/\?.*$/s, '');
  return clean.length > 400 ? `${clean.slice(0, 399)}…` : clean;
}
