import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { ChannelId, UserId } from '../../watch/names.ts';
import { isSlackFailure, type SlackFailure } from '../api/slack-failure.ts';
import type { SlackWriter } from '../api/slack-writer.ts';
import { answeredElsewhere } from '../messages/elsewhere.ts';
import type { Message } from '../messages/message.ts';

/** Who waits for an answer, and where they asked for it. */
export interface Waiting {
  readonly channel: ChannelId;
  readonly user: UserId;
  /** The thread in which they asked, if it was one. */
  readonly threadTs?: string | undefined;
  /** Slack's own way to answer: it may be used up, have run out, or fail. A secret: never logged. */
  readonly responseUrl: string | undefined;
  /** Names the answer, so that it can be found again where it may have been posted. */
  readonly triggerId: string;
}

export interface AnswerAloneDependencies {
  readonly writer: SlackWriter;
  readonly log: Logger;
}

/** What passes is mostly over by then; for longer, nobody waits. */
const AGAIN_AFTER_MS = [1000, 5000, 15_000];
const CLOCKS_DIFFER_MS = 60_000;
const FOUND = { kind: 'found' } as const;

/**
 * Answers one person alone: through the `response_url`, else by an ephemeral message where they asked, else in their
 * conversation with the bot. Where it may have been shown it is shown again: an ephemeral message that stands twice
 * does no harm, while who was told "I am looking" would wait for ever.
 *
 * @param againAfterMs the pauses before what Slack did not take for the moment is tried again
 */
export async function answerAlone(
  to: Waiting,
  message: Message,
  dependencies: AnswerAloneDependencies,
  againAfterMs: readonly number[] = AGAIN_AFTER_MS,
): Promise<void> {
  const { writer, log } = dependencies;
  const shown = await persistently(() => writer.whisper(to, message), againAfterMs);
  if (!isSlackFailure(shown)) return;
  log.info({ event: 'slack.answer_refused', error: shown.error });
  const sent = await persistently(directly(to, message, writer), againAfterMs);
  if (!isSlackFailure(sent)) return;
  log.error({ event: 'slack.answer_lost', error: sent.error }, 'somebody waits for an answer');
}

/** How to send it to their conversation with the bot: not again where it turns out to stand there. */
function directly({ channel, user, triggerId }: Waiting, message: Message, writer: SlackWriter) {
  const id = `${triggerId}/answer`;
  const since = Date.now() - CLOCKS_DIFFER_MS;
  let mayStand = false;
  return async () => {
    const opened = await writer.openDirect(user);
    if (opened.kind !== 'opened') return opened;
    const place = { channel: opened.channel };
    if (mayStand && (await writer.find(place, id, since)).kind === 'found') return FOUND;
    const said = channel === place.channel ? message : answeredElsewhere(message, channel);
    const posted = await writer.post(place, id, said);
    mayStand ||= posted.kind === 'later' && posted.taken === 'unknown';
    return posted;
  };
}

/** Tries again what Slack does not take for the moment. */
async function persistently<Outcome extends { readonly kind: string }>(
  attempt: () => Promise<Outcome | SlackFailure>,
  againAfterMs: readonly number[],
): Promise<Outcome | SlackFailure> {
  let outcome = await attempt();
  for (const pauseMs of againAfterMs) {
    if (!isSlackFailure(outcome) || outcome.kind !== 'later') return outcome;
    const asked = outcome.cause === 'busy' ? (outcome.afterMs ?? 0) : 0;
    await delay(Math.max(pauseMs, asked), undefined, { ref: false });
    outcome = await attempt();
  }
  return outcome;
}
