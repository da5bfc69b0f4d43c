import { describe, expect, it } from 'vitest';
import { moment } from '../../src/slack/messages/moment.ts';
import {
  bar,
  bytes,
  bytesOf,
  duration,
  percent,
  rate,
  roughRate,
} from '../../src/words/figures.ts';

const [KIB, MIB, GIB, TIB] = [1024, 1024 ** 2, 1024 ** 3, 1024 ** 4];
const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

describe('bytes', () => {
  it.each([
    [0, '0 B'],
    [1, '1 B'],
    [999, '999 B'],
    [KIB, '1 KiB'],
    [1.5 * KIB, '1.5 KiB'],
    [4.2 * GIB, '4.2 GiB'],
    [42.4 * GIB, '42.4 GiB'],
    [424 * GIB, '424 GiB'],
    [99.9 * GIB, '99.9 GiB'],
    [99.97 * GIB, '100 GiB'],
    [3 * TIB, '3 TiB'],
    [1024 ** 5, '1 PiB'],
    [2 ** 53, '8 PiB'],
  ])('of %d are %s', (count, words) => {
    expect(bytes(count)).toBe(words);
  });

  it('a second are a rate', () => {
    expect(rate(12 * MIB)).toBe('12 MiB/s');
  });
});

describe('a rate that changes with every look', () => {
  it.each([
    [0, '0 B/s'],
    [0.001, '0 B/s'],
    [999, '1 KiB/s'],
    [990, '990 B/s'],
    [1.44 * MIB, '1.4 MiB/s'],
    [9.96 * MIB, '10 MiB/s'],
    [17.4 * MIB, '17 MiB/s'],
    [123 * MIB, '120 MiB/s'],
    [994 * KIB, '990 KiB/s'],
    [996 * KIB, '1 MiB/s'],
    [2 ** 53, '8 PiB/s'],
  ])('of %d bytes a second is %s', (bytesPerSecond, words) => {
    expect(roughRate(bytesPerSecond)).toBe(words);
  });
});

describe('bytes of a whole', () => {
  it.each([
    [4.2 * GIB, 10 * GIB, '4.2 of 10 GiB'],
    [0, 10 * GIB, '0 of 10 GiB'],
    [10 * GIB, 10 * GIB, '10 of 10 GiB'],
    [512 * MIB, 2 * GIB, '0.5 of 2 GiB'],
    [11 * GIB, 10 * GIB, '11 of 10 GiB'],
    [0, 0, '0 of 0 B'],
    [MIB, 10 * TIB, '0 of 10 TiB'],
  ])('of %d and %d are %s', (done, total, words) => {
    expect(bytesOf(done, total)).toBe(words);
  });
});

describe('a percentage', () => {
  it.each([
    [0, '0 %'],
    [42, '42 %'],
    [42.9, '42 %'],
    [99.99999, '99 %'],
    [100, '100 %'],
  ])('of %d is %s: 100 % only where nothing is left', (value, words) => {
    expect(percent(value)).toBe(words);
  });
});

describe('a duration', () => {
  it.each([
    [0, '0 s'],
    [400, '0 s'],
    [45 * SECOND, '45 s'],
    [59.4 * SECOND, '59 s'],
    [59.6 * SECOND, '1 min'],
    [12 * MINUTE, '12 min'],
    [59 * MINUTE + 40 * SECOND, '1 h'],
    [65 * MINUTE, '1 h 5 min'],
    [23 * HOUR + 59 * MINUTE + 45 * SECOND, '1 d'],
    [51 * HOUR, '2 d 3 h'],
    [48 * HOUR, '2 d'],
  ])('of %d ms is %s', (ms, words) => {
    expect(duration(ms)).toBe(words);
  });
});

describe('a bar', () => {
  it.each([
    [0, 0],
    [4.9, 0],
    [8, 1],
    [42, 5],
    [99.9, 13],
    [100, 14],
  ])('at %d %% has %d of 14 blocks', (value, full) => {
    expect(bar(value)).toBe('█'.repeat(full) + '░'.repeat(14 - full));
  });
});

describe('a moment', () => {
  it('is shown in each reader’s own time, and in UTC where Slack can’t', () => {
    const at = Date.UTC(2030, 0, 2, 3, 4, 5, 678);
    expect(moment(at)).toBe(
      '<!date^1893553445^{date_short_pretty} at {time}|2030-01-02 03:04:05 UTC>',
    );
  });
});
