import type { Acknowledgement, Care } from './acknowledgement.ts';
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
  { acknowledged, reopened, recovered }: Care,
): PagerCare | undefined {
  const isClosed = before.startsWith('done/') || before.startsWith('recovered/');
  if (recovered && !isClosed) {
    const told = [{ kind: 'recovered' }] as const;
    return { known: `recovered/${recovered.at}`, at: recovered.at, told };
  }
  // What is closed stays so, whoever looks after it.
  if (before.startsWith('recovered/')) return undefined;
  if (acknowledged) {
    const taken = takenCare(acknowledged);
    return taken.known === before ? undefined : taken;
  }
  if (!reopened || !before.startsWith('acknowledged/')) return undefined;
  // What was put off or taken back within the same moment is open at the pager still.
  const told = [{ kind: 'reopened' }, { kind: 'ended' }] as const;
  return { known: `open/${reopened.at}`, at: reopened.at, told };
}

function takenCare({ by, at, until, done }: Acknowledgement): PagerCare {
  const known = `${done === undefined ? 'acknowledged' : 'done'}/${by}/${at}/${until ?? ''}`;
  const told: PagerEvent =
    done === undefined
      ? { kind: 'acknowledged', by, ...(until !== undefined && { until }) }
      : { kind: 'done', by, ...(done && { done }) };
  return { known, at, told: [told] };
}
