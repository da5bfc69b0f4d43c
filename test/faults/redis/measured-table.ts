import type { RedisFaultRow } from './redis-fault-row.ts';

/** What was measured of a row. */
export interface Measured {
  readonly row: Pick<RedisFaultRow, 'name'>;
  /** All that `/readyz` said of Redis while it was hurt. */
  readonly says: readonly string[];
  readonly knownMs?: number;
  /** Used while it was hurt. */
  readonly core: number;
  /** The most in any 10 s. */
  readonly lines: number;
  readonly healedMs?: number;
  readonly toldMs?: number;
  readonly wronglyTold?: readonly string[];
}

/** As Markdown. */
export function measuredTable(measured: readonly Measured[]): string {
  const seconds = (ms: number | undefined) => (ms === undefined ? '–' : (ms / 1000).toFixed(1));
  const rows = measured.map(
    ({ row, says, knownMs, core, lines, healedMs, toldMs, wronglyTold = [] }) =>
      [
        row.name,
        says.join(' / '),
        seconds(knownMs),
        lines,
        core.toFixed(3),
        seconds(healedMs),
        seconds(toldMs),
        wronglyTold.join(', ') || 'none',
      ].join(' | '),
  );
  return [
    '| Redis with | `/readyz` says | known after s | lines in 10 s | core | ready after s | endings told after s | lost or doubled |',
    '| --- | --- | --- | --- | --- | --- | --- | --- |',
    ...rows.map((row) => `| ${row} |`),
  ].join('\n');
}
