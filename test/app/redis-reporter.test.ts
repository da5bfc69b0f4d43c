import { pino } from 'pino';
import { beforeEach, describe, expect, test } from 'vitest';
import { createRedisReporter, type RedisReporter } from '../../src/app/redis-reporter.ts';
import { namedFault } from '../../src/redis/access/redis-fault.ts';

let lines: Record<string, unknown>[];
let now: number;
let reporter: RedisReporter;
beforeEach(() => {
  lines = [];
  now = 1_000;
  const log = pino({ base: null }, { write: (line) => lines.push(JSON.parse(line)) });
  reporter = createRedisReporter(log, () => now);
});

function report(kind: Parameters<typeof namedFault>[0], times = 1): void {
  for (let time = 0; time < times; time++) reporter.report(namedFault(kind), new Error(kind));
}

describe('of what goes wrong with Redis', () => {
  test('each kind is written down at once, and once a minute how often it came', () => {
    report('read-only', 1_000);
    report('no-answer');
    expect(lines.map(({ kind, times }) => [kind, times])).toEqual([
      ['read-only', undefined],
      ['no-answer', undefined],
    ]);
    now += 60_000;
    report('read-only', 1_000);
    expect(lines.slice(2)).toEqual([
      expect.objectContaining({ event: 'redis.error', kind: 'read-only', times: 999 }),
    ]);
  });

  test('its end is written down once, with how often each came; then all is new again', () => {
    reporter.healed();
    expect(lines).toEqual([]);
    report('read-only', 3);
    now += 5_000;
    reporter.healed();
    reporter.healed();
    expect(lines.slice(1)).toEqual([
      expect.objectContaining({ event: 'redis.healed', afterMs: 5_000, times: { 'read-only': 3 } }),
    ]);
    report('read-only');
    expect(lines).toHaveLength(3);
  });

  test('nothing is written while the first answer is waited for', () => {
    const fault = { kind: 'not-tried', problem: '', advice: '', passes: true };
    reporter.report(fault, undefined);
    reporter.healed();
    expect(lines).toEqual([]);
  });
});
