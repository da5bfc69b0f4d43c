import type { Logger } from 'pino';
import type { Uncertain } from '../desk.ts';
import { type Answer, answerMessage } from '../messages/answers.ts';
import type { Message } from '../messages/message.ts';

/** Slack gives us 3 s for an acknowledgement; the way there and back needs some of them. */
const ANSWER_WITHIN_MS = 2500;

/**
 * Works out an answer, or gives up in time to say so: with Redis away people get a clear refusal
 * instead of Slack's `operation_timeout`. What takes too long may be done after all.
 */
export async function answerInTime<Given>(
  work: () => Promise<Given>,
  log: Logger,
): Promise<Given | Uncertain | { readonly kind: 'no-answer' }> {
  const { promise: tooLate, resolve } = Promise.withResolvers<Uncertain>();
  const timer = setTimeout(() => {
    log.warn({ event: 'command.too_slow', afterMs: ANSWER_WITHIN_MS });
    resolve({ kind: 'uncertain' });
  }, ANSWER_WITHIN_MS);
  try {
    return await Promise.race([work(), tooLate]);
  } catch (error) {
    log.error({ event: 'command.failed', err: error }, 'is Redis reachable?');
    return { kind: 'no-answer' };
  } finally {
    clearTimeout(timer);
  }
}

/** The form in which an answer goes to the asker alone. */
export function ephemeral(answer: Answer): Message & { readonly response_type: 'ephemeral' } {
  return { response_type: 'ephemeral', ...answerMessage(answer) };
}
