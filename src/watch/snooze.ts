/** For how long a call can be snoozed: so many hours, or until the next morning. */
export const SNOOZES = ['1h', '4h', 'morning'] as const;
export type Snooze = (typeof SNOOZES)[number];

const HOUR_MS = 3_600_000;
const MORNING_HOUR = 8;

/**
 * When what is snoozed comes back.
 *
 * @param zone of the presser, as IANA names it; one that nobody knows counts as UTC
 * @returns in milliseconds since the epoch; `isUtc` where a morning was meant and it is UTC's
 */
export function snoozedUntil(
  snooze: Snooze,
  now: number,
  zone: string | undefined,
): { readonly until: number; readonly isUtc?: true } {
  switch (snooze) {
    case '1h':
      return { until: now + HOUR_MS };
    case '4h':
      return { until: now + 4 * HOUR_MS };
    case 'morning': {
      const clock = zone === undefined ? undefined : clockOf(zone);
      return clock ? { until: nextMorning(now, clock) } : { until: utcMorning(now), isUtc: true };
    }
    default:
      return snooze satisfies never;
  }
}

/** What the clocks of a zone show, as if that were UTC. */
type Clock = (at: number) => number;

/** @returns undefined for what is no zone */
function clockOf(zone: string): Clock | undefined {
  try {
    const format = new Intl.DateTimeFormat('en-US-u-ca-gregory-nu-latn', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    return (at) => {
      const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, +value]));
      const part = (name: Intl.DateTimeFormatPartTypes) => parts.get(name) ?? 0;
      return Date.UTC(
        part('year'),
        part('month') - 1,
        part('day'),
        part('hour'),
        part('minute'),
        part('second'),
      );
    };
  } catch {
    return undefined;
  }
}

function utcMorning(now: number): number {
  return nextMorning(now, (at) => at);
}

function nextMorning(now: number, clock: Clock): number {
  const shown = new Date(clock(now));
  for (let days = 0; ; days++) {
    const wanted = Date.UTC(
      shown.getUTCFullYear(),
      shown.getUTCMonth(),
      shown.getUTCDate() + days,
      MORNING_HOUR,
    );
    // Between now and then clocks may be put forward or back: what they show there counts.
    const about = wanted - (clock(wanted) - wanted);
    const at = about + (wanted - clock(about));
    if (at > now) return at;
  }
}
