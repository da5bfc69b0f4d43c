import type { Acknowledgement } from '../watch/acknowledgement.ts';
import { type Destination, destinations } from '../watch/names.ts';
import { parseAcknowledgement } from './care.ts';
import type { acknowledgeAlert } from './steps/acknowledge-alert.ts';

/**
 * What became of it.
 *
 * - `changed`: it stands as was wished for, now or already
 * - `taken`: somebody else was faster, or it is done with
 * - `open`: there is nothing to take back
 * - `too-short`: it is forgotten before the snooze ends
 *
 * `parted` are the new digests which have what the presser had not seen of a digest; `calledAt` says since when on-call
 * was called for the oldest of what is taken on now, and was by nobody before, in milliseconds since the epoch.
 */
export type Acknowledging =
  | {
      readonly kind: 'changed';
      readonly parted: readonly Destination[];
      readonly calledAt?: number | undefined;
    }
  | { readonly kind: 'open' | 'too-short' | 'no-longer-kept' }
  | { readonly kind: 'taken'; readonly stands: Acknowledgement };

/** What the steps answer to a press. */
export type StepAnswer = Awaited<ReturnType<typeof acknowledgeAlert>>;

/** What an answer of a step means. */
export function careOutcomeOf([outcome, stored, parted, calledAt]: StepAnswer): Acknowledging {
  switch (outcome) {
    case 'changed':
    case 'same':
      return {
        kind: 'changed',
        parted: parted === '' ? [] : [destinations.digest('failures', parted)],
        ...(calledAt !== '' && { calledAt }),
      };
    case 'faster':
    case 'done': {
      const stands = parseAcknowledgement(stored);
      return stands ? { kind: 'taken', stands } : { kind: 'open' };
    }
    case 'open':
      return { kind: 'open' };
    case 'short':
      return { kind: 'too-short' };
    case 'forgotten':
    case 'late':
      return { kind: 'no-longer-kept' };
    default:
      return outcome satisfies never;
  }
}

/** What it comes to where several were changed by one press: the best of it. */
export function careOutcomeOfAll(outcomes: readonly Acknowledging[]): Acknowledging {
  const changed = outcomes.filter((outcome) => outcome.kind === 'changed');
  if (changed.length > 0) {
    const parted = changed.flatMap((outcome) => outcome.parted);
    const called = changed.flatMap(({ calledAt }) => calledAt ?? []);
    return called.length > 0
      ? { kind: 'changed', parted, calledAt: Math.min(...called) }
      : { kind: 'changed', parted };
  }
  const best = ['too-short', 'taken', 'open'] as const;
  const found = best.flatMap((kind) => outcomes.find((outcome) => outcome.kind === kind) ?? []);
  return found[0] ?? { kind: 'no-longer-kept' };
}
