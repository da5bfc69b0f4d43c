import type { WatchPolicy } from '../../src/watch/policy.ts';

/** How watches behave in tests of what surrounds them. */
export const POLICY: WatchPolicy = {
  pollMinMs: 5000,
  pollMaxMs: 60_000,
  notFoundAfterMs: 120_000,
  goneAfterMs: 600_000,
  stallAfterMs: 900_000,
  blindAfterMs: 600_000,
  faultAfterMs: 60_000,
  watchForMs: 7 * 24 * 3_600_000,
  milestones: [50],
  alertOn: ['failed', 'gone', 'blind', 'stalled'],
  pagers: [],
};
