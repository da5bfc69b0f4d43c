import * as v from 'valibot';
import { Acknowledgement, type Care, Recovered, Reopened } from '../watch/acknowledgement.ts';

const StoredAcknowledgement = v.pipe(v.string(), v.parseJson(), Acknowledgement);
const StoredReopened = v.pipe(v.string(), v.parseJson(), Reopened);
const StoredRecovered = v.pipe(v.string(), v.parseJson(), Recovered);

/** @returns undefined where nobody looks after it, or where that can't be read */
export function parseAcknowledgement(
  stored: string | null | undefined,
): Acknowledgement | undefined {
  const parsed = v.safeParse(StoredAcknowledgement, stored);
  return parsed.success ? parsed.output : undefined;
}

/** Who looks after a call, by the three fields of its owner that say so. */
export function parseCare(
  acknowledged: string | null | undefined,
  reopened: string | null | undefined,
  recovered: string | null | undefined,
): Care {
  const taken = parseAcknowledgement(acknowledged);
  const open = v.safeParse(StoredReopened, reopened);
  const good = v.safeParse(StoredRecovered, recovered);
  return {
    ...(taken ? { acknowledged: taken } : open.success && { reopened: open.output }),
    ...(good.success && { recovered: good.output }),
  };
}
