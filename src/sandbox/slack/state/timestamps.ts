/**
 * Makes message timestamps: unique and increasing in the workspace, `seconds.microseconds`, taken
 * from `now` (milliseconds since the epoch).
 */
export function createTimestamps(now: () => number): () => string {
  let lastMicros = 0;
  return () => {
    lastMicros = Math.max(lastMicros + 1, Math.floor(now() * 1_000));
    const seconds = Math.floor(lastMicros / 1_000_000);
    return `${seconds}.${String(lastMicros % 1_000_000).padStart(6, '0')}`;
  };
}

const TIMESTAMP = /^\d+(\.\d{1,6})?$/;

/** Microseconds since the epoch, or `undefined` where it is no timestamp. */
export function timestampMicros(ts: string): number | undefined {
  if (!TIMESTAMP.test(ts)) return undefined;
  const [seconds = '0', micros = ''] = ts.split('.');
  return Number(seconds) * 1_000_000 + Number(micros.padEnd(6, '0'));
}
