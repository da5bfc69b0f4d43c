import { setTimeout as delay } from 'node:timers/promises';

/** What a work comes to, or `instead` where it takes longer. The work goes on. */
export async function unlessLater<Given, Instead>(
  work: Promise<Given>,
  withinMs: number,
  instead: Instead,
): Promise<Given | Instead> {
  const patience = new AbortController();
  try {
    return await Promise.race([work, delay(withinMs, instead, { signal: patience.signal })]);
  } finally {
    patience.abort();
  }
}
