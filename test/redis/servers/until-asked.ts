import { setTimeout as delay } from 'node:timers/promises';

const ASK_EVERY_MS = 20;
const WITHIN_MS = 20_000;

/**
 * Asks again until the answer is neither `undefined` nor `false`, and gives it. A question that fails is
 * one without an answer: servers that start or change sides refuse some.
 *
 * @param what completes "waited for", for the error's message
 */
export async function untilAsked<T>(
  what: string,
  ask: () => Promise<T | undefined | false>,
): Promise<T> {
  const deadline = Date.now() + WITHIN_MS;
  for (;;) {
    let refusal: unknown;
    try {
      const answer = await ask();
      if (answer !== undefined && answer !== false) return answer;
    } catch (error) {
      refusal = error;
    }
    if (Date.now() > deadline) throw new Error(`waited for ${what}`, { cause: refusal });
    await delay(ASK_EVERY_MS);
  }
}
