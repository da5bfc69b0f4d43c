import { DelayedError, type Job } from 'bullmq';

/** By this BullMQ learns that a job has been put to sleep. One is enough: nobody reads where it was thrown. */
const ASLEEP = new DelayedError();

/** Nothing is wrong: something else comes first. */
export interface NotYet {
  readonly kind: 'not-yet';
  readonly afterMs: number;
}

/**
 * Puts a running job to sleep.
 *
 * @param at in milliseconds since the epoch
 */
export async function sleepUntil(job: Job, token: string | undefined, at: number): Promise<never> {
  await job.moveToDelayed(at, token);
  throw ASLEEP;
}
