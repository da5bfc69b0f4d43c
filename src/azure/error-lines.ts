import * as v from 'valibot';
import { type ErrorLine, MOST_ERROR_LINES } from '../watch/snapshot.ts';
import { cleanedText, fieldsInAnyCase, optionalText, orAbsent } from './lenient.ts';

/** An answer of 1 MB has room for hundreds of thousands that say nothing. */
const MOST_LOOKED_AT = 100;
const DEEPEST = 10;
const LONGEST_MESSAGE = 4_000;

/**
 * ARM's ErrorDetail, as services write it: with OData's message, a number as its code, or .NET's inner
 * exceptions. Its `additionalInfo` may hold anything and is left out.
 */
const ErrorDetail = fieldsInAnyCase({
  code: orAbsent(v.union([v.pipe(v.number(), v.transform(String)), cleanedText(200)])),
  message: orAbsent(
    v.union([
      cleanedText(LONGEST_MESSAGE),
      v.pipe(
        fieldsInAnyCase({ value: cleanedText(LONGEST_MESSAGE) }),
        v.transform(({ value }) => value),
      ),
    ]),
  ),
  error: v.unknown(),
  errors: v.unknown(),
  details: v.unknown(),
  innerError: v.unknown(),
  innerException: v.unknown(),
});

/** What is told in one place only, whatever holds it: an operation, a step, its properties. */
const ErrorHolder = fieldsInAnyCase({ error: v.unknown(), errors: v.unknown() });

/** `error` or `errors` of an object; undefined where it has neither. */
export function errorOf(holder: unknown): unknown {
  const parsed = v.safeParse(ErrorHolder, holder);
  return parsed.success ? (parsed.output.error ?? parsed.output.errors) : undefined;
}

/** The `error` of an ARM answer, flattened from the top; empty where it says nothing. */
export function flattenErrorTree(tree: unknown): readonly ErrorLine[] {
  const found: Found = { lines: [], looksLeft: MOST_LOOKED_AT };
  collect(tree, { depth: 0, nesting: 0 }, found);
  return found.lines;
}

/**
 * Why an operation failed, wherever Azure put it: as the whole operation's error, in its properties,
 * as code and message of the answer itself, and in its steps, each reason there once.
 *
 * @param ofSteps the errors of the steps
 */
export function reasonsOf(body: unknown, properties: unknown, ofSteps: readonly unknown[]) {
  const [ofAll = []] = [errorOf(body), errorOf(properties), onlyItsOwn(body)]
    .map((tree) => (tree === undefined ? [] : flattenErrorTree(tree)))
    .filter((lines) => lines.length > 0);
  // As a rule there is none, and a busy worker reads hundreds of answers a second.
  if (ofAll.length === 0 && ofSteps.length === 0) return [];
  const depth = ofAll.length > 0 ? 1 : 0;
  const known = new Set(ofAll.map(wordsOf));
  const added = flattenErrorTree(ofSteps).filter((line) => {
    const words = wordsOf(line);
    return !known.has(words) && known.add(words);
  });
  const lines = [...ofAll, ...added.map((line) => ({ ...line, depth: line.depth + depth }))];
  return lines.slice(0, MOST_ERROR_LINES);
}

const OwnWords = fieldsInAnyCase({ code: optionalText(200), message: v.unknown() });

function onlyItsOwn(body: unknown): unknown {
  const parsed = v.safeParse(OwnWords, body);
  const speaks = parsed.success && (parsed.output.code ?? parsed.output.message) !== undefined;
  return speaks ? parsed.output : undefined;
}

function wordsOf({ code, message }: ErrorLine): string {
  return JSON.stringify([code, message]);
}

interface Found {
  readonly lines: ErrorLine[];
  looksLeft: number;
}

interface Place {
  /** How many of those around it say something. */
  readonly depth: number;
  readonly nesting: number;
}

function isFull({ lines, looksLeft }: Found): boolean {
  return looksLeft <= 0 || lines.length >= MOST_ERROR_LINES;
}

function collect(node: unknown, place: Place, found: Found): void {
  if (isFull(found) || place.nesting > DEEPEST) return;
  found.looksLeft -= 1;
  if (Array.isArray(node)) collectAll(node, { ...place, nesting: place.nesting + 1 }, found);
  else collectDetail(node, place, found);
}

function collectAll(nodes: readonly unknown[], place: Place, found: Found): void {
  for (const node of nodes) {
    if (isFull(found)) return;
    collect(node, place, found);
  }
}

function collectDetail(node: unknown, { depth, nesting }: Place, found: Found): void {
  const parsed = v.safeParse(ErrorDetail, typeof node === 'string' ? { message: node } : node);
  if (!parsed.success) return;
  const { code, message, ...inner } = parsed.output;
  const speaks = code !== undefined || message !== undefined;
  if (speaks) found.lines.push({ depth, code, message });
  const place = { depth: speaks ? depth + 1 : depth, nesting: nesting + 1 };
  const nested = Object.values(inner).filter((one) => one !== undefined);
  collectAll(nested, place, found);
}
