import type { Random } from '../faults/chaos/plan/random.ts';

/** How much of an operation is done after a share of its time, both from 0 to 1. */
type Course = (share: number) => number;

/** Kinds of courses that operations take, each with its own dice: as recorded ones look, but with a known end. */
export const COURSES = {
  /** One rate, with noise. */
  steady: (random) => uneven(random, () => 1),
  /** Table after table: nothing, and then a jump. */
  stepwise: (random) => {
    const steps = random.whole(12, 60);
    const even = uneven(random, () => 1);
    return (share) => Math.floor(even(share) * steps) / steps;
  },
  /** The more is done, the slower it gets: indexes, small files, throttling. */
  slowing: (random) => {
    const power = 0.15 + chance(random) * 0.85;
    return uneven(random, (share) => (1 - share) ** power);
  },
  /** It stands still once or twice, and then goes on at its old rate. */
  'stall and resume': (random) => {
    const pauses = Array.from({ length: random.whole(1, 2) }, () => {
      const from = chance(random) * 0.8;
      return { from, to: from + 0.05 + chance(random) * 0.15 };
    });
    return uneven(random, (share) =>
      pauses.some(({ from, to }) => share >= from && share < to) ? 0 : 1,
    );
  },
  /** It prepares for long, and then runs. */
  '0 for long, then fast': (random) => {
    const begins = 0.1 + chance(random) * 0.6;
    return uneven(random, (share) => (share < begins ? 0 : 1));
  },
} as const satisfies Readonly<Record<string, (random: Random) => Course>>;

export type CourseName = keyof typeof COURSES;

/** From 0 to 1. */
function chance(random: Random): number {
  return random.whole(0, 1_000_000) / 1_000_000;
}

/** A rate that wanders by up to two fifths. */
function uneven(random: Random, rate: (share: number) => number): Course {
  const wander = Array.from({ length: 10 }, () => 0.6 + 0.8 * chance(random));
  return integrated((share) => rate(share) * (wander[Math.floor(share * 10)] ?? 1));
}

const PARTS = 400;

/** What is done by a rate, made to come to 1 at the end. */
function integrated(rate: (share: number) => number): Course {
  const sums = [0];
  for (let part = 0; part < PARTS; part++) {
    sums.push((sums.at(-1) ?? 0) + rate((part + 0.5) / PARTS));
  }
  const whole = sums.at(-1) ?? 1;
  return (share) => {
    const at = Math.min(PARTS, Math.max(0, share * PARTS));
    const [low, high] = [sums[Math.floor(at)] ?? whole, sums[Math.ceil(at)] ?? whole];
    return (low + (high - low) * (at - Math.floor(at))) / whole;
  };
}
