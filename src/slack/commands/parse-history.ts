import type { HistoryWish } from '../../asking/history.ts';
import { unescaped } from '../unescaped.ts';

const UNITS: Readonly<Record<string, number>> = { h: 3_600_000, d: 86_400_000, w: 604_800_000 };
const PAGE = /(?:^|\s)page\s+(\d{1,6})$/i;
const SPAN = /(?:^|\s)(\d{1,5})\s?(h|d|w|hours?|days?|weeks?)$/i;
/** Names are found by it whole: none of Azure's or ours is longer. */
const LONGEST_NAME = 200;

/**
 * Reads what stands behind `history`: `[<server>|<label>|failed] [30d] [page 2]`.
 *
 * @returns what is wrong with it, as a sentence that says what to do
 */
export function parseHistory(text: string): HistoryWish | { readonly problem: string } {
  const [withoutPage, page = '1'] = behind(text.trim(), PAGE);
  const [name, count, unit = ''] = behind(withoutPage, SPAN);
  const withinMs = count === undefined ? undefined : Number(count) * (UNITS[unitOf(unit)] ?? 0);
  if (withinMs === 0 || Number(page) === 0) {
    return { problem: 'Say how far back as `12h`, `30d` or `8w`, and pages from 1 on.' };
  }
  if (/^\d+$/.test(name)) {
    return { problem: `Do you mean \`${name.slice(0, 5)}d\`, the last ${name.slice(0, 5)} days?` };
  }
  if (name.length > LONGEST_NAME) {
    return { problem: 'That is no name: give a server or a label, or `failed`.' };
  }
  const isFailed = name.toLowerCase() === 'failed';
  return {
    ...(isFailed && { onlyFailed: true }),
    ...(name !== '' && !isFailed && { name: unescaped(name) }),
    ...(withinMs !== undefined && { withinMs }),
    page: Number(page),
  };
}

/** What stands before such an end, and what it captured. */
function behind(text: string, end: RegExp): [before: string, ...captured: (string | undefined)[]] {
  const match = end.exec(text);
  return match ? [text.slice(0, match.index).trim(), ...match.slice(1)] : [text];
}

function unitOf(written: string): string {
  return written.slice(0, 1).toLowerCase();
}
