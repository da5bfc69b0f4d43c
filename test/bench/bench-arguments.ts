import { parseArgs } from 'node:util';

export const PART_NAMES = [
  'latencies',
  'throughput',
  'scale',
  'digests',
  'edits',
  'fairness',
  'shell',
  'api',
  'chart',
] as const;
export type PartName = (typeof PART_NAMES)[number];

/** Even quick, they take minutes. */
const LONG: ReadonlySet<PartName> = new Set(['fairness', 'chart']);

export type BenchOrder =
  | {
      readonly kind: 'run';
      readonly parts: readonly PartName[];
      readonly isQuick: boolean;
      readonly writes: boolean;
      readonly minutes: number;
      readonly runs: number;
      readonly profileTo: string | undefined;
    }
  | { readonly kind: 'unknown'; readonly problem: string };

export const BENCH_USAGE = `Usage: npm run bench [-- [--quick] [--write] [--minutes <1 to 60>] [--runs <1 to 9>] [--profile <folder>] [part …]]
Parts: ${PART_NAMES.join(', ')}; default: all, without fairness and the chart where it is to be quick.`;

/** Reads what was asked of the benchmark on its command line. */
export function parseBenchArguments(args: readonly string[]): BenchOrder {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        quick: { type: 'boolean', default: false },
        write: { type: 'boolean', default: false },
        minutes: { type: 'string', default: '10' },
        runs: { type: 'string' },
        profile: { type: 'string' },
      },
    });
    const unknown = positionals.filter((name) => !isPartName(name));
    if (unknown.length > 0) return refused(`There is no part ${unknown.join(', ')}.`);
    const minutes = wholeNumber(values.minutes, 60);
    const runs = wholeNumber(values.runs ?? (values.quick ? '1' : '3'), 9);
    if (minutes === undefined) return refused('--minutes must be a number from 1 to 60.');
    if (runs === undefined) return refused('--runs must be a number from 1 to 9.');
    const all = values.quick ? PART_NAMES.filter((name) => !LONG.has(name)) : PART_NAMES;
    const asked = positionals.filter(isPartName);
    return {
      kind: 'run',
      parts: asked.length > 0 ? [...new Set(asked)] : all,
      isQuick: values.quick,
      writes: values.write,
      minutes,
      runs,
      profileTo: values.profile,
    };
  } catch (error) {
    return refused(error instanceof Error ? error.message : String(error));
  }
}

function refused(problem: string): BenchOrder {
  return { kind: 'unknown', problem };
}

function isPartName(name: string): name is PartName {
  return PART_NAMES.some((known) => known === name);
}

function wholeNumber(text: string, most: number): number | undefined {
  const value = /^\d{1,2}$/.test(text) ? Number(text) : 0;
  return value >= 1 && value <= most ? value : undefined;
}
