const DATE_TIME =
  /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(?:\.(\d{1,3})\d{0,4})?(Z|[+-]\d{2}:\d{2})$/i;
/** .NET services send year 1 where they mean "not yet". */
const EARLIEST_MS = Date.UTC(2000, 0, 1);

/**
 * A date-time of Azure (1 to 7 fraction digits or none; Z or an offset) in milliseconds since the
 * epoch. Undefined where it is malformed, names no zone, or lies before the year 2000.
 */
export function parseAzureTime(text: string): number | undefined {
  const [, seconds, fraction, zone] = DATE_TIME.exec(text) ?? [];
  if (seconds === undefined || zone === undefined) return undefined;
  const at = Date.parse(`${seconds}.${(fraction ?? '').padEnd(3, '0')}${zone}`.toUpperCase());
  return Number.isNaN(at) || at < EARLIEST_MS ? undefined : at;
}
