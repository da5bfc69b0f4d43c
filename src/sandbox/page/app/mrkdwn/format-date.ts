type Options = Intl.DateTimeFormatOptions;

const DATES: Readonly<Record<string, Options>> = {
  date: { year: 'numeric', month: 'long', day: 'numeric' },
  date_short: { year: 'numeric', month: 'short', day: 'numeric' },
  date_long: { weekday: 'long', year: 'numeric', month: 'long', day: 'numeric' },
};
const TIMES: Readonly<Record<string, Options>> = {
  time: { hour: 'numeric', minute: '2-digit' },
  time_secs: { hour: 'numeric', minute: '2-digit', second: '2-digit' },
};
const DAY_MS = 86_400_000;

/** Fills in `{date_short_pretty} {time}` and the like, in the reader's own time and language. */
export function formatDate(atMs: number, format: string, nowMs: number): string {
  return format.replaceAll(/\{(\w+)\}/g, (token, name: string) => {
    const time = TIMES[name];
    if (time) return written(atMs, time);
    if (name === 'date_num') return isoDay(atMs);
    const pretty = name.endsWith('_pretty');
    const options = DATES[pretty ? name.slice(0, -'_pretty'.length) : name];
    if (!options) return token;
    return (pretty ? nearDay(atMs, nowMs) : undefined) ?? written(atMs, options);
  });
}

function written(atMs: number, options: Options): string {
  return new Intl.DateTimeFormat(undefined, options).format(atMs);
}

function nearDay(atMs: number, nowMs: number): string | undefined {
  const days: Readonly<Record<string, string>> = {
    [isoDay(nowMs)]: 'today',
    [isoDay(nowMs - DAY_MS)]: 'yesterday',
    [isoDay(nowMs + DAY_MS)]: 'tomorrow',
  };
  return days[isoDay(atMs)];
}

/** The day in the reader's own time zone, as `2026-11-23`. */
function isoDay(ms: number): string {
  const day = new Date(ms);
  const parts = [day.getFullYear(), day.getMonth() + 1, day.getDate()];
  return parts.map((part) => String(part).padStart(2, '0')).join('-');
}
