const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'] as const;

/** `4.2 GiB`: one digit behind the point, and none from 100 on. */
export function bytes(count: number): string {
  const power = powerOf(count);
  return `${scaled(count, power)} ${UNITS[power]}`;
}

/** `4.2 of 10 GiB`: both in the unit of the whole. */
export function bytesOf(done: number, total: number): string {
  const power = powerOf(total);
  const shown = done < total ? Math.floor : Math.round;
  return `${scaled(done, power, shown)} of ${scaled(total, power)} ${UNITS[power]}`;
}

export function rate(bytesPerSecond: number): string {
  return `${bytes(bytesPerSecond)}/s`;
}

/** `17 MiB/s`: to two digits, for where a rate is shown that changes with every look. */
export function roughRate(bytesPerSecond: number): string {
  const power = powerOf(bytesPerSecond, twoDigits);
  return `${twoDigits(bytesPerSecond / 1024 ** power)} ${UNITS[power]}/s`;
}

function twoDigits(value: number): number {
  return value < 10 ? Math.round(value * 10) / 10 : Number(value.toPrecision(2));
}

function powerOf(count: number, round = Math.round): number {
  // From 1000 on in the next unit: nobody wants to read 1023 KiB.
  const power = UNITS.findIndex((_, index) => round(count / 1024 ** index) < 1000);
  return power === -1 ? UNITS.length - 1 : power;
}

/** @param round down where the whole must not show before it is reached */
function scaled(count: number, power: number, round = Math.round): string {
  const value = count / 1024 ** power;
  return String(value >= 100 ? round(value) : round(value * 10) / 10);
}

/** `42 %`, within 0..100. Rounded down: 100 % is only shown where nothing is left. */
export function percent(value: number): string {
  return `${Math.floor(Math.min(100, Math.max(0, value)))} %`;
}

/** `45 s`, `12 min`, `1 h 5 min`, `2 d 3 h`. */
export function duration(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const [hours, restMinutes] = [Math.floor(minutes / 60), minutes % 60];
  if (hours < 24) return restMinutes ? `${hours} h ${restMinutes} min` : `${hours} h`;
  const [days, restHours] = [Math.floor(hours / 24), hours % 24];
  return restHours ? `${days} d ${restHours} h` : `${days} d`;
}

/** Short enough for a phone: a block is as wide as two letters. */
const BAR_LENGTH = 14;

/** A bar of text blocks, since Slack has none of its own. */
export function bar(value: number): string {
  const full = Math.floor((value / 100) * BAR_LENGTH);
  return '█'.repeat(full) + '░'.repeat(BAR_LENGTH - full);
}

/** The last moment that JavaScript and Slack can write down without a sixth digit in the year. */
export const LATEST_MS = Date.UTC(9999, 0);

/** `2026-11-26 11:52:07 UTC`: for where each reader's own time can't be shown, and for support. */
export function universalTime(ms: number): string {
  const date = new Date(Math.min(Math.max(ms, 0), LATEST_MS));
  return `${date.toISOString().replace('T', ' ').slice(0, 19)} UTC`;
}
