import * as v from 'valibot';
import type { ErrorLine } from '../watch/snapshot.ts';
import { optionalText, orAbsent } from './lenient.ts';

const MOST_LINES = 50;
const DEEPEST = 10;
const LONGEST_MESSAGE = 4_000;

/** ARM's ErrorDetail. Its `additionalInfo` may hold anything and is left out. */
const ErrorDetail = v.object({
  code: optionalText(200),
  message: optionalText(LONGEST_MESSAGE),
  details: orAbsent(v.array(v.unknown())),
});

/** The `error` of an ARM answer, flattened from the top; empty where it is not such a tree. */
export function flattenErrorTree(tree: unknown): readonly ErrorLine[] {
  const lines: ErrorLine[] = [];
  collect(tree, 0, lines);
  return lines;
}

function collect(node: unknown, depth: number, lines: ErrorLine[]): void {
  const parsed = v.safeParse(ErrorDetail, node);
  if (!parsed.success || depth > DEEPEST) return;
  const { code, message, details } = parsed.output;
  if (code !== undefined || message !== undefined) lines.push({ depth, code, message });
  for (const detail of details ?? []) {
    if (lines.length >= MOST_LINES) return;
    collect(detail, depth + 1, lines);
  }
}
