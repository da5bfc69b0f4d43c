import { expect, test } from 'vitest';
import { createAzureClock } from '../../../src/sandbox/page/stories/azure-clock.ts';

function startClock() {
  const own = { now: 1_000_000 };
  const clock = createAzureClock(1, () => own.now);
  const pass = (ms: number) => {
    own.now += ms;
  };
  return { clock, pass };
}

test('Azure’s time runs as fast as it is set to, from now on', () => {
  const { clock, pass } = startClock();
  pass(5_000);
  expect(clock.elapsedMs()).toBe(5_000);
  clock.setSpeed(60);
  expect(clock.elapsedMs()).toBe(5_000);
  pass(1_000);
  expect(clock.elapsedMs()).toBe(65_000);
  clock.setSpeed(10);
  pass(1_000);
  expect(clock.elapsedMs()).toBe(75_000);
  expect(clock.speed).toBe(10);
});

test('it stands still where our own clock jumps back', () => {
  const { clock, pass } = startClock();
  pass(5_000);
  expect(clock.elapsedMs()).toBe(5_000);
  pass(-3_000);
  expect(clock.elapsedMs()).toBe(5_000);
  clock.setSpeed(10);
  expect(clock.elapsedMs()).toBe(5_000);
  pass(4_000);
  expect(clock.elapsedMs()).toBe(15_000);
});

test('it knows when something was, and when something will be if time runs on like this', () => {
  const { clock, pass } = startClock();
  pass(2_000);
  clock.setSpeed(10);
  pass(1_000);
  expect(clock.timeAt(0)).toBe(1_000_000);
  expect(clock.timeAt(1_000)).toBe(1_001_000);
  expect(clock.timeAt(7_000)).toBe(1_002_500);
  expect(clock.timeAt(12_000 + 60_000)).toBe(1_003_000 + 6_000);
  clock.setSpeed(60);
  expect(clock.timeAt(7_000)).toBe(1_002_500);
  expect(clock.timeAt(12_000 + 60_000)).toBe(1_003_000 + 1_000);
});
