import { describe, expect, it } from 'vitest';
import { snoozedUntil } from '../../src/watch/snooze.ts';

const at = (text: string) => Date.parse(text);

describe('a snooze', () => {
  it.each([
    ['1h', '2026-11-27T03:00:00Z', '2026-11-27T04:00:00Z'],
    ['4h', '2026-11-27T03:00:00Z', '2026-11-27T07:00:00Z'],
  ] as const)('of %s ends so much later', (snooze, now, until) => {
    expect(snoozedUntil(snooze, at(now), 'Asia/Tokyo')).toEqual({ until: at(until) });
  });

  it.each([
    ['Europe/Berlin', '2026-11-27T02:00:00Z', '2026-11-27T07:00:00Z'],
    ['Europe/Berlin', '2026-11-27T07:00:00Z', '2026-11-28T07:00:00Z'],
    ['Europe/Berlin', '2026-11-27T23:30:00Z', '2026-11-28T07:00:00Z'],
    // Clocks are put forward, and back, in that night.
    ['Europe/Berlin', '2026-03-28T22:00:00Z', '2026-03-29T06:00:00Z'],
    ['Europe/Berlin', '2026-10-24T22:00:00Z', '2026-10-25T07:00:00Z'],
    ['America/Los_Angeles', '2026-12-31T23:00:00Z', '2027-01-01T16:00:00Z'],
    ['Asia/Kolkata', '2026-11-27T02:00:00Z', '2026-11-27T02:30:00Z'],
    ['Pacific/Kiritimati', '2026-11-27T18:00:00Z', '2026-11-28T18:00:00Z'],
    ['Pacific/Kiritimati', '2026-11-27T17:59:00Z', '2026-11-27T18:00:00Z'],
  ])('until the morning ends when it is 08:00 next in %s', (zone, now, until) => {
    expect(snoozedUntil('morning', at(now), zone)).toEqual({ until: at(until) });
  });

  it.each([undefined, 'Nowhere/At_All', ''])('means 08:00 UTC where %j says no zone', (zone) => {
    expect(snoozedUntil('morning', at('2026-11-27T09:00:00Z'), zone)).toEqual({
      until: at('2026-11-28T08:00:00Z'),
      isUtc: true,
    });
  });
});
