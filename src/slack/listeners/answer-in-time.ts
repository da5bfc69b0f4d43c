import type { NoAnswer, Uncertain } from '../../asking/store-in-time.ts';
import { type Answer, answerMessage, type Broken } from '../messages/answers.ts';
import type { Message } from '../messages/message.ts';
import type { ListenerDependencies } from './listener-dependencies.ts';

/** Slack gives us 3 s for an acknowledgement; the way there and back needs some of them. */
const ANSWER_WITHIN_MS = 2500;

/**
 * Works out an answer, or gives up in time to say so: with Redis away people get a clear refusal
 * instead of Slack's `operation_timeout`. What takes too long may be done after all.
 */
export async function answerInTime<Given>(
  work: () => Promise<Given>,
  { trouble, log }: Pick<ListenerDependencies, 'trouble' | 'log'>,
): Promise<Given | NoAnswer | Uncertain | Broken> {
  const { promise: tooLate, resolve } = Promise.withResolvers<Uncertain>();
  const timer = setTimeout(() => {
    log.warn({ event: 'command.too_slow', afterMs: ANSWER_WITHIN_MS });
    resolve({ kind: 'uncertain', why: trouble(undefined) });
  }, ANSWER_WITHIN_MS);
  try {
    return await Promise.race([work(), tooLate]);
  } catch (error) {
    return failed(error, { event: 'command.failed' }, { trouble, log });
  } finally {
    clearTimeout(timer);
  }
}

/** What to say of work that broke off. @param entry how it is logged */
export function failed(
  error: unknown,
  entry: Readonly<Record<'event', string>>,
  { trouble, log }: Pick<ListenerDependencies, 'trouble' | 'log'>,
): NoAnswer | Broken {
  const why = trouble(error);
  if (why) {
    log.warn({ ...entry, detail: why.problem });
    return { kind: 'no-answer', why };
  }
  log.error({ ...entry, err: error }, 'please report this');
  return { kind: 'broken', loggedAs: entry.event };
}

/** The form in which an answer goes to the asker alone. */
export function ephemeral(answer: Answer): Message & { readonly response_type: 'ephemeral' } {
  return { response_type: 'ephemeral', ...answerMessage(answer) };
}
