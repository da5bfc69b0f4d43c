import type { Care } from './acknowledgement.ts';
import type { PagerEvent } from './pager-event.ts';

/** What is to be told, and what pagers know then. `at` in milliseconds since the epoch. */
export interface PagerCare {
  readonly known: string;
  readonly at: number;
  readonly told: readonly PagerEvent[];
}

/**
 * What pagers are told of who looks after how an operation ended.
 *
 * @param before what they know; empty where they know of nobody
 * @returns undefined where they know it already
 */
export function pagerCareOf(
  before: string,
  { acknowledged, reopened }: Care,
): PagerCare | undefined {
  if (acknowledged) {
    const { by, at, until, done } = acknowledged;
    const known = `${done === undefined ? 'acknowledged' : 'done'}/${by}/${at}/${until ?? ''}`;
    const told: PagerEvent =
      done === undefined
        ? { kind: 'acknowledged', by, ...(until !== undefined && { until }) }
        : { kind: 'done', by, ...(done && { done }) };
    return known === before ? undefined : { known, at, told: [told] };
  }
  if (!reopened || !before.startsWith('acknowledged/')) return undefined;
  // What was put off or taken back within the same moment is open at the pager still.
  const told = [{ kind: 'reopened' }, { kind: 'ended' }] as const;
  return { known: `open/${reopened.at}`, at: reopened.at, told };
}
