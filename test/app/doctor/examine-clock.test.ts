import { expect, test } from 'vitest';
import { examineClock } from '../../../src/app/doctor/examine-clock.ts';

const NOW = Date.UTC(2026, 10, 27, 3, 0, 0);

async function look(date: string | undefined, now = NOW) {
  const headers = new Headers(date === undefined ? {} : { date });
  const [finding] = await examineClock(
    'https://slack.com/api/',
    async () => ({ headers }),
    () => now,
  );
  return finding;
}

test.each([
  [NOW, 'fine'],
  [NOW - 55_000, 'fine'],
  [NOW + 7 * 60_000, 'fault'],
  [NOW - 7 * 60_000, 'fault'],
])('a clock against which Slack’s shows %d is %s', async (theirs, state) => {
  expect((await look(new Date(theirs).toUTCString()))?.state).toBe(state);
});

test('says which way it is off, and how far', async () => {
  expect((await look(new Date(NOW - 420_000).toUTCString()))?.says).toContain(
    'about 7 min ahead of',
  );
  expect((await look(new Date(NOW + 420_000).toUTCString()))?.says).toContain('about 7 min behind');
});

test.each([undefined, 'soon'])('%s is no time, and no fault of the clock', async (date) => {
  expect((await look(date))?.state).toBe('unknown');
});
