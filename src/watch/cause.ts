import { innermostOf } from './inner-exception.ts';
import { type ErrorLine, MOST_ERROR_LINES } from './snapshot.ts';

/** What an error says at one place of its tree, without what only wraps it. */
export interface Reason {
  readonly code?: string | undefined;
  readonly message?: string | undefined;
}

/** The innermost error that Azure gives: the one thing to show where there is room for one. */
export interface Cause extends Reason {
  /** How many parts of the operation it hit; 1 where Azure tells of no parts. */
  readonly parts: number;
  /** What the parts are. */
  readonly noun: PartNoun;
  /** There may be more of them: Azure told of more errors than are kept. */
  readonly isCut: boolean;
  /** How many other causes stand beside it. */
  readonly others: number;
  /** The error that is around all; undefined where that is the cause itself. */
  readonly outermost: Reason | undefined;
}

/** One place of an error's tree turned inside out: causes at depth 0, below each what it led to. */
export interface Consequence extends Reason {
  readonly depth: number;
  /** So many of the innermost errors stand in it. */
  readonly count: number;
}

type PartNoun = 'table' | 'database' | 'file' | 'part';

/** From an innermost error to the outermost one around it. */
type Path = readonly ErrorLine[];

interface Group {
  readonly paths: readonly [Path, ...Path[]];
  readonly reason: Reason;
}

/**
 * Why an operation failed, in one thing: of the innermost errors the one that hit the most parts, and of
 * several such the deepest, then the first. Those that differ by a name, a number or an address alone count as
 * the same.
 *
 * @returns undefined where Azure gave no reason
 */
export function causeOf(error: readonly ErrorLine[] = []): Cause | undefined {
  const [first, ...rest] = groupsOf(error);
  if (!first) return undefined;
  const group = rest.reduce((best, each) => (outweighs(each, best) ? each : best), first);
  const [path] = group.paths;
  const outermost = path.length > 1 ? path.at(-1) : undefined;
  return {
    ...group.reason,
    parts: group.paths.length,
    noun: nounOf(group.paths),
    isCut: error.length >= MOST_ERROR_LINES,
    others: rest.length,
    outermost: outermost && reasonOf([outermost]),
  };
}

/**
 * The whole tree turned inside out: each cause, the most frequent first, and below it what it led to, equal
 * things once. What is around all of it is left out: it comes last, and is told by `causeOf`.
 */
export function consequencesOf(error: readonly ErrorLine[] = []): readonly Consequence[] {
  const paths = pathsOf(error);
  const isRooted = paths.length > 0 && paths.every((path) => path.length > 1);
  const root = paths[0]?.at(-1);
  const hasOneRoot = isRooted && paths.every((path) => path.at(-1) === root);
  return branchesOf(
    paths.map((path) => (hasOneRoot ? path.slice(0, -1) : path)),
    0,
  );
}

function branchesOf(paths: readonly Path[], depth: number): readonly Consequence[] {
  const branches = Map.groupBy(
    paths.filter((path) => path.length > 0),
    ([line]) => JSON.stringify([line?.code, line?.message]),
  );
  return [...branches.values()]
    .toSorted((a, b) => b.length - a.length)
    .flatMap((alike) => [
      { ...(alike[0]?.[0] && reasonOf([alike[0][0]])), depth, count: alike.length },
      ...branchesOf(
        alike.map((path) => path.slice(1)),
        depth + 1,
      ),
    ]);
}

/** Innermost errors that say the same, in the order in which they were first met. */
function groupsOf(error: readonly ErrorLine[]): readonly Group[] {
  const groups = Map.groupBy(pathsOf(error), (path) => likeness(reasonOf(path)));
  return [...groups.values()].flatMap(([first, ...rest]) =>
    first ? [{ paths: [first, ...rest], reason: reasonOf(first) }] : [],
  );
}

function outweighs(group: Group, other: Group): boolean {
  const more = group.paths.length - other.paths.length;
  return more === 0 ? group.paths[0].length > other.paths[0].length : more > 0;
}

/** The way from each error that has none within it to the outermost. */
function pathsOf(error: readonly ErrorLine[]): readonly Path[] {
  const open: ErrorLine[] = [];
  const spoken = error.filter(speaks);
  return spoken.flatMap((line, index) => {
    while ((open.at(-1)?.depth ?? -1) >= line.depth) open.pop();
    open.push(line);
    const next = spoken[index + 1];
    const isInnermost = next === undefined || next.depth <= line.depth;
    return isInnermost ? [open.toReversed()] : [];
  });
}

function speaks({ code, message }: ErrorLine): boolean {
  return Boolean(code?.trim() || message?.trim());
}

/** The innermost code and the innermost message: an error may have one alone. */
function reasonOf(path: Path): Reason {
  const reason: { code?: string | undefined; message?: string | undefined } = {};
  for (const line of path) {
    const { code, message } = innermostOf(line);
    reason.code ??= code?.trim() || undefined;
    reason.message ??= message?.trim() || undefined;
    if (reason.code !== undefined && reason.message !== undefined) break;
  }
  return reason;
}

/** What tells messages apart stands at their beginning. */
const COMPARED = 300;

/** Quoted, so as a rule the name of one part. */
const QUOTED = /'[^']{1,200}'|"[^"]{1,200}"|`[^`]{1,200}`/g;
/** An address, a path, a name of several parts, an id or a number. */
const OF_ONE_PART = /[\d/]|\w\.\w/;

/** The same for those that differ by what names one part alone. */
function likeness({ code, message = '' }: Reason): string {
  const words = message.slice(0, COMPARED).replaceAll(QUOTED, '·').split(/\s+/);
  return JSON.stringify([code, ...words.map((word) => (OF_ONE_PART.test(word) ? '·' : word))]);
}

const NOUNS = [
  ['table', /tables?(?![a-z])/i],
  ['database', /(?:databases?|schemas?)(?![a-z])/i],
  ['file', /files?(?![a-z])/i],
] as const;

/** What all of these errors speak of below the outermost, which speaks of all. */
function nounOf(paths: readonly Path[]): PartNoun {
  const words = paths.map((path) => {
    const own = path.length > 1 ? path.slice(0, -1) : path;
    return own.map(({ code = '', message = '' }) => `${spaced(code)} ${message}`).join(' ');
  });
  const found = NOUNS.find(([, pattern]) => words.every((text) => pattern.test(text)));
  return found?.[0] ?? 'part';
}

/** `TableExportFailed` as `Table Export Failed`. */
function spaced(code: string): string {
  return code.replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' ');
}
