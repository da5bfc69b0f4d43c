import { DelayedError, type Job } from 'bullmq';
import type { SlackFailure } from '../slack/api/slack-failure.ts';

/** Nothing is wrong: something else comes first. */
export interface NotYet {
  readonly kind: 'not-yet';
  readonly afterMs: number;
}

/** Puts a running job to sleep. BullMQ learns of it by the error that this throws. */
export async function sleepUntil(job: Job, token: string | undefined, at: number): Promise<never> {
  await job.moveToDelayed(at, token);
  throw new DelayedError();
}

/** After as long as Slack says; else with growing pauses, which BullMQ works out of our attempts. */
export async function tryLater(
  job: Job,
  token: string | undefined,
  failure: Extract<SlackFailure, { kind: 'later' }>,
  now: number,
): Promise<never> {
  if (failure.afterMs !== undefined) return await sleepUntil(job, token, now + failure.afterMs);
  throw new Error(`Slack did not take it: ${failure.error}`);
}
