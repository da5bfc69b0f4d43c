import { describe, expect, test } from 'vitest';
import { readChaosArguments } from './chaos/chaos-arguments.ts';
import { HISTORY_NAMES } from './chaos/plan/histories.ts';
import { CLOSED_CHANNELS, LOST_CHANNELS } from './chaos/plan/places.ts';
import { makePlan } from './chaos/plan/plan.ts';
import { isRough } from './chaos/plan/rough-times.ts';

describe('a plan', () => {
  const plan = makePlan(7, 1);

  test('is the same for the same seed, and another for another', () => {
    expect(makePlan(7, 1)).toEqual(plan);
    expect(makePlan(8, 1)).not.toEqual(plan);
  });

  test('has all histories, and all that can befall', () => {
    expect(plan.operations).toHaveLength(200);
    expect(new Set(plan.operations.map(({ history }) => history))).toEqual(new Set(HISTORY_NAMES));
    expect(new Set(plan.people.map(({ kind }) => kind)).size).toBe(8);
    expect(plan.people.filter(({ kind }) => kind === 'flood').length).toBeGreaterThan(0);
    expect(plan.fleet.filter(({ kind }) => kind === 'close channel')).toHaveLength(3);
    expect(plan.fleet.filter(({ kind }) => kind === 'hang sockets')).toHaveLength(1);
    const ended = plan.fleet.flatMap((act) => (act.kind === 'end process' ? [act.signal] : []));
    expect(ended.filter((signal) => signal === 'SIGKILL')).toHaveLength(11);
    expect(ended.filter((signal) => signal === 'SIGTERM')).toHaveLength(5);
    expect(plan.fleet.filter(({ kind }) => kind === 'lose channel')).toHaveLength(3);
    expect(plan.presses.length).toBeGreaterThan(5);
    const pauses = plan.fleet.flatMap((act) => (act.kind === 'pause redis' ? [act.forMs] : []));
    expect(pauses.filter((forMs) => forMs > 15_000)).toHaveLength(1);
    expect(plan.fleet.filter(({ kind }) => kind === 'kill redis')).toHaveLength(2);
    const failovers = plan.fleet.flatMap((act) => (act.kind === 'fail over' ? [act.how] : []));
    expect(failovers.toSorted()).toEqual(['primary demoted', 'primary killed']);
  });

  test('leaves every operation time to end', () => {
    const ends = plan.operations.map(({ startsAtMs, durationMs }) => startsAtMs + durationMs);
    expect(Math.max(...ends)).toBeLessThanOrEqual(plan.lengthMs);
    expect(Math.min(...plan.operations.map(({ startsAtMs }) => startsAtMs))).toBeGreaterThanOrEqual(
      0,
    );
  });

  test('has some end while most goes wrong', () => {
    // Those in a channel that is lost or closed run at that time, whatever their history.
    const lost = new Set<string>([...LOST_CHANNELS, ...CLOSED_CHANNELS].map(({ id }) => id));
    const rough = plan.operations.filter(
      ({ history, channel }) => history === 'ends in rough weather' && !lost.has(channel),
    );
    expect(rough.length).toBeGreaterThan(5);
    for (const { startsAtMs, durationMs } of rough) {
      expect(isRough(plan.roughTimes, startsAtMs + durationMs)).toBe(true);
    }
  });

  test('grows with its length', () => {
    const longer = makePlan(7, 3);
    expect(longer.operations).toHaveLength(600);
    expect(longer.fleet.length).toBeGreaterThan(2 * plan.fleet.length);
    expect(longer.roughTimes).toHaveLength(6);
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
