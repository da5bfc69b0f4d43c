const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'] as const;

/** `4.2 GiB`: one digit behind the point, and none from 100 on. */
export function bytes(count: number): string {
  const power = powerOf(count);
  return `${scaled(count, power)} ${UNITS[power]}`;
}

/** `4.2 of 10 GiB`: both in the unit of the whole. */
export function bytesOf(done: number, total: number): string {
  const power = powerOf(total);
  return `${scaled(done, power)} of ${scaled(total, power)} ${UNITS[power]}`;
}

export function rate(bytesPerSecond: number): string {
  return `${bytes(bytesPerSecond)}/s`;
}

function powerOf(count: number): number {
  if (count < 1024) return 0;
  return Math.min(UNITS.length - 1, Math.floor(Math.log2(count) / 10));
}

function scaled(count: number, power: number): string {
  const value = count / 1024 ** power;
  return String(Number(value.toFixed(value >= 100 ? 0 : 1)));
}

/** `42 %`. Rounded down: 100 % is only shown where nothing is left. */
export function percent(value: number): string {
  return `${Math.floor(value)} %`;
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

const BAR_LENGTH = 20;

/** A bar of text blocks, since Slack has none of its own. */
export function bar(value: number): string {
  const full = Math.floor((value / 100) * BAR_LENGTH);
  return '█'.repeat(full) + '░'.repeat(BAR_LENGTH - full);
}

/** A moment in each reader's own time zone: docs.slack.dev/messaging/formatting-message-text#date-formatting */
export function moment(ms: number, form: 'minute' | 'second' = 'minute'): string {
  const time = form === 'minute' ? '{time}' : '{time_secs}';
  const fallback = new Date(ms).toISOString().replace('T', ' ').slice(0, 19);
  return `<!date^${Math.floor(ms / 1000)}^{date_short_pretty} ${time}|${fallback} UTC>`;
}
