import { performance } from 'node:perf_hooks';
import * as v from 'valibot';
import type { Connection } from './connection.ts';
import { readClock } from './steps/read-clock.ts';

/**
 * Until when something may be stored that a person waits for, in milliseconds since the epoch, by the
 * clock of Redis: they are told that it failed when it takes too long, and it must not happen after that.
 */
export const Deadline = v.pipe(v.number(), v.brand('Deadline'));
export type Deadline = v.InferOutput<typeof Deadline>;

/** For what nobody waits for: it may be stored whenever Redis comes to it. */
export const NO_DEADLINE: Deadline = v.parse(Deadline, 0);

/** The deadline that lies so far ahead, counted from now and not from when Redis answers. */
export async function deadlineWithin(
  { client, keys }: Connection,
  withinMs: number,
): Promise<Deadline> {
  const askedAt = performance.now();
  const nowMs = await readClock(client, { proof: keys.proof });
  return v.parse(Deadline, Math.floor(nowMs + withinMs - (performance.now() - askedAt)));
}
