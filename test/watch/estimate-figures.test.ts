import { describe, expect, it } from 'vitest';
import { advance } from '../../src/watch/advance.ts';
import { estimateOf } from '../../src/watch/estimate.ts';
import { earlierOf, type Run } from '../../src/watch/series.ts';
import { type Earlier, isLive, type LiveWatch } from '../../src/watch/watch-record.ts';
import { Random } from '../faults/chaos/plan/random.ts';
import {
  backup,
  begun,
  GIB,
  MINUTE,
  POLICY,
  SERVER_ID,
  START,
  snapshotReading,
} from './build-record.ts';
import { COURSES, type CourseName } from './progress-curves.ts';

const FIRST_SEED = 10_000;
/** Of each course. */
const LIVES = 200;
const NAMES = Object.keys(COURSES) as CourseName[];

interface Life {
  readonly name: CourseName;
  readonly seed: number;
  readonly durationMs: number;
  /** How long the same server's earlier runs took. */
  readonly earlier: readonly Run[];
}

function lifeOf(name: CourseName, seed: number): Life {
  const random = new Random(seed * 31 + NAMES.indexOf(name));
  const usualMs = 5 * MINUTE * 2 ** (random.whole(0, 6000) / 1000);
  const spread = 0.05 + random.whole(0, 300) / 1000;
  const vary = () => {
    // About normal: the sum of twelve dice.
    let sum = -6;
    for (let die = 0; die < 12; die++) sum += random.whole(0, 1000) / 1000;
    return usualMs * Math.exp(spread * sum);
  };
  const count = random.whole(3, 20);
  const earlier = Array.from({ length: count }, () => ({
    verdict: 'succeeded' as const,
    at: START,
    tookMs: vary(),
  }));
  return { name, seed, durationMs: vary(), earlier };
}

/** The watch at half of the operation's time, after all the reads that the bot would have made by then. */
function halfway({ name, seed, durationMs }: Life, earlier: Earlier | undefined): LiveWatch {
  const course = COURSES[name](new Random(seed));
  let record: LiveWatch = { ...begun(), ...(earlier && { earlier }) };
  for (let now = START; now <= START + durationMs / 2; now = record.nextReadAt) {
    const done = course((now - START) / durationMs);
    const reading = snapshotReading({
      percent: Math.round(done * 10_000) / 100,
      startedAt: START,
      serverId: SERVER_ID,
      work: backup(Math.round(done * 100 * GIB), 100 * GIB),
    });
    const next = advance(record, reading, now, POLICY).record;
    if (!isLive(next)) throw new Error('It has ended');
    record = next;
  }
  return record;
}

interface Outcome {
  readonly kind: 'hit' | 'miss' | 'silent';
  /** How much longer the longest is than the shortest, as a share of the operation's whole time. */
  readonly width: number;
}

function outcome(life: Life, earlier?: Earlier): Outcome {
  const estimate = estimateOf(halfway(life, earlier));
  if (estimate?.kind !== 'range') return { kind: 'silent', width: 0 };
  const endAt = START + life.durationMs;
  const isHit = estimate.fromAt <= endAt && endAt <= estimate.toAt;
  const width = (estimate.toAt - estimate.fromAt) / life.durationMs;
  return { kind: isHit ? 'hit' : 'miss', width };
}

interface Figure {
  readonly hits: number;
  readonly silent: number;
  readonly width: number;
}

function figureOf(outcomes: readonly Outcome[]): Figure {
  const told = outcomes.filter(({ kind }) => kind !== 'silent');
  const widths = told.map(({ width }) => width).sort((one, other) => one - other);
  return {
    hits: told.filter(({ kind }) => kind === 'hit').length / told.length,
    silent: 1 - told.length / outcomes.length,
    width: widths[Math.floor(widths.length / 2)] ?? Number.NaN,
  };
}

function wordsOf({ hits, silent, width }: Figure): string {
  return (
    `${percent(hits)} in range, width ${percent(width)} of the whole time (median), ` +
    `silent in ${percent(silent)}`
  );
}

function percent(share: number): string {
  return `${Math.round(100 * share)} %`;
}

function measure(names: readonly CourseName[], withEarlier: boolean): Figure {
  const outcomes = names.flatMap((name) =>
    Array.from({ length: LIVES }, (_, index) => {
      const life = lifeOf(name, FIRST_SEED + index);
      return outcome(life, withEarlier ? earlierOf(life.earlier) : undefined);
    }),
  );
  return figureOf(outcomes);
}

/**
 * The seeds on which the estimate was tuned lie below FIRST_SEED. Recorded-like courses whose rate wanders by two
 * fifths all the time: harder than most operations are.
 */
describe.each([
  ['its own progress alone', false],
  ['its progress and 3 to 20 earlier runs', true],
])('the estimate at half-time, from %s', (from, withEarlier) => {
  it('holds the true end in at least 80 of 100, is seldom silent, and narrow enough to be of use', () => {
    const all = measure(NAMES, withEarlier);
    process.stdout.write(`At half-time, from ${from}: ${wordsOf(all)}\n`);
    expect(all.hits).toBeGreaterThanOrEqual(0.8);
    expect(all.silent).toBeLessThan(withEarlier ? 0.01 : 0.2);
    expect(all.width).toBeLessThan(0.6);
  });

  it.each(NAMES)('holds it more often than not where the course is: %s', (name) => {
    const figure = measure([name], withEarlier);
    process.stdout.write(`  ${name}: ${wordsOf(figure)}\n`);
    expect(figure.hits).toBeGreaterThanOrEqual(0.6);
  });
});
