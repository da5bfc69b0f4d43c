import { describe, expect, it } from 'vitest';
import { roughDuration, roughEnd } from '../../src/words/rough-time.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const NOW = Date.UTC(2030, 0, 2, 3, 4, 5);

describe('how long something has gone on', () => {
  it.each([
    [0, '0 s'],
    [9 * SECOND, '0 s'],
    [59 * SECOND, '50 s'],
    [MINUTE, '1 min'],
    [9 * MINUTE + 59 * SECOND, '9 min'],
    [14 * MINUTE + 59 * SECOND, '10 min'],
    [69 * MINUTE, '1 h 5 min'],
    [119 * MINUTE, '1 h 55 min'],
    [149 * MINUTE, '2 h'],
    [23.9 * HOUR, '23 h 30 min'],
    [51.9 * HOUR, '2 d 3 h'],
  ])('for %d ms shows as %s', (ms, words) => {
    expect(roughDuration(ms)).toBe(words);
  });
});

describe('an estimated end', () => {
  it.each([
    ['20 s', 20 * SECOND, '03:04:00'],
    ['4 min', 4 * MINUTE, '03:08:00'],
    ['12 min', 12 * MINUTE, '03:16:00'],
    ['47 min', 47 * MINUTE, '03:50:00'],
    ['2 h', 2 * HOUR, '05:00:00'],
    ['7 h', 7 * HOUR, '10:00:00'],
    ['40 h', 40 * HOUR, '18:00:00'],
    ['10 d', 10 * DAY, '00:00:00'],
  ])('in %s is told to a step that suits it', (_, leftMs, time) => {
    expect(new Date(roughEnd(NOW + leftMs, NOW)).toISOString().slice(11, 19)).toBe(time);
  });

  it('is never off by more than a tenth of what is left, or half a minute', () => {
    for (let leftMs = SECOND; leftMs < 60 * DAY; leftMs *= 1.1) {
      const off = Math.abs(roughEnd(NOW + leftMs, NOW) - (NOW + leftMs));
      expect(off).toBeLessThanOrEqual(Math.max(leftMs / 10, MINUTE / 2));
    }
  });

  it('stays where it is while readings say about the same', () => {
    const ends = [-5, -3, 0, 3, 5].map((percent) =>
      roughEnd(NOW + 55 * MINUTE * (1 + percent / 100), NOW),
    );
    expect(new Set(ends).size).toBe(1);
  });
});
