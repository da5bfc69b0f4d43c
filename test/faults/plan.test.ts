import { describe, expect, test } from 'vitest';
import { readChaosArguments } from './chaos/chaos-arguments.ts';
import { HISTORY_NAMES } from './chaos/plan/histories.ts';
import { makePlan } from './chaos/plan/plan.ts';
import { isStormy } from './chaos/plan/storms.ts';

describe('a plan', () => {
  const plan = makePlan(7, 1);

  test('is the same for the same seed, and another for another', () => {
    expect(makePlan(7, 1)).toEqual(plan);
    expect(makePlan(8, 1)).not.toEqual(plan);
  });

  test('has all histories, and all that can befall', () => {
    expect(plan.operations).toHaveLength(200);
    expect(new Set(plan.operations.map(({ history }) => history))).toEqual(new Set(HISTORY_NAMES));
    expect(new Set(plan.people.map(({ kind }) => kind)).size).toBe(7);
    const ended = plan.fleet.flatMap((act) => (act.kind === 'end process' ? [act.signal] : []));
    expect(ended.filter((signal) => signal === 'SIGKILL')).toHaveLength(11);
    expect(ended.filter((signal) => signal === 'SIGTERM')).toHaveLength(5);
    expect(plan.fleet.filter(({ kind }) => kind === 'lose channel')).toHaveLength(3);
    expect(plan.presses.length).toBeGreaterThan(5);
    const pauses = plan.fleet.flatMap((act) => (act.kind === 'pause redis' ? [act.forMs] : []));
    expect(pauses.filter((forMs) => forMs > 15_000)).toHaveLength(1);
  });

  test('leaves every operation time to end', () => {
    const ends = plan.operations.map(({ startsAtMs, durationMs }) => startsAtMs + durationMs);
    expect(Math.max(...ends)).toBeLessThanOrEqual(plan.lengthMs);
    expect(Math.min(...plan.operations.map(({ startsAtMs }) => startsAtMs))).toBeGreaterThanOrEqual(
      0,
    );
  });

  test('has some end while most goes wrong', () => {
    const stormy = plan.operations.filter(({ history }) => history === 'ends in a storm');
    expect(stormy.length).toBeGreaterThan(5);
    for (const { startsAtMs, durationMs } of stormy) {
      expect(isStormy(plan.storms, startsAtMs + durationMs)).toBe(true);
    }
  });

  test('grows with its length', () => {
    const longer = makePlan(7, 3);
    expect(longer.operations).toHaveLength(600);
    expect(longer.fleet.length).toBeGreaterThan(2 * plan.fleet.length);
    expect(longer.storms).toHaveLength(6);
  });
});

describe('the command line', () => {
  test('takes a seed, minutes, a count of seeds and a folder for logs', () => {
    const given = ['--seed', '7', '--minutes', '0.5', '--seeds', '20', '--logs', 'x'];
    expect(readChaosArguments(given)).toEqual({ seed: 7, minutes: 0.5, seeds: 20, logs: 'x' });
  });

  test('takes any seed and a minute where nothing is said', () => {
    expect(readChaosArguments([])).toMatchObject({ minutes: 1, seeds: 1, logs: undefined });
  });

  test.each([
    ['--seed', 'x'],
    ['--minutes', '0'],
    ['--speed', '1'],
  ])('refuses %s %s', (...args) => {
    expect(() => readChaosArguments(args)).toThrow();
  });
});
