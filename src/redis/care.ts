import * as v from 'valibot';
import { Acknowledgement, type Care, Reopened } from '../watch/acknowledgement.ts';

const StoredAcknowledgement = v.pipe(v.string(), v.parseJson(), Acknowledgement);
const StoredReopened = v.pipe(v.string(), v.parseJson(), Reopened);

/** @returns undefined where nobody looks after it, or where that can't be read */
export function parseAcknowledgement(
  stored: string | null | undefined,
): Acknowledgement | undefined {
  const parsed = v.safeParse(StoredAcknowledgement, stored);
  return parsed.success ? parsed.output : undefined;
}

/** Who looks after a call, by the two fields of its owner that say so. */
export function parseCare(
  acknowledged: string | null | undefined,
  reopened: string | null | undefined,
): Care {
  const taken = parseAcknowledgement(acknowledged);
  if (taken) return { acknowledged: taken };
  const parsed = v.safeParse(StoredReopened, reopened);
  return parsed.success ? { reopened: parsed.output } : {};
}
