import type { OperationReference } from '../watch/operation-reference.ts';
import { sentence } from '../words/plain-text.ts';
import { type BotApi, type Handover, handOver } from './hand-over.ts';
import type { OperationWish } from './parse-arguments.ts';
import type { Screen } from './screen.ts';

/** After the end of the operation the bot has so long for its answer. */
const GRACE_MS = 10_000;

export interface HandoverSurroundings {
  /** The bot's. Undefined where nothing is handed over. */
  readonly api: BotApi | undefined;
  readonly screen: Screen;
  readonly now: () => number;
  /** Somebody pressed Ctrl-C, or the like. */
  readonly interrupted: AbortSignal;
}

/**
 * Has the bot watch it in Slack, too, beside the waiting, and says what came of it as soon as that is known. However it
 * goes, the waiting goes on.
 *
 * @returns resolves once it is said; to be called when there is nothing else to wait for
 */
export function beginHandover(
  reference: OperationReference,
  { slack, isJson }: OperationWish,
  { api, screen, now, interrupted }: HandoverSurroundings,
): () => Promise<void> {
  if (!slack || !api) return async () => undefined;
  const late = new AbortController();
  const signal = AbortSignal.any([interrupted, late.signal]);
  const told = handOver(reference, slack, api, signal)
    .catch((error: unknown): Handover => {
      if (!signal.aborted) throw error;
      return { kind: 'refused', why: 'It had not answered yet; it may be watched or not.' };
    })
    .then((handover) => {
      const says = handoverSentence(handover);
      screen.complain(says);
      if (!isJson) return;
      const about = { schema: 1, kind: 'handover', at: new Date(now()).toISOString() };
      const { channel } = slack;
      screen.say(
        JSON.stringify({ ...about, operation: reference, channel, says, ...resultOf(handover) }),
      );
    });
  return async () => {
    const timer = setTimeout(() => late.abort(), GRACE_MS);
    await told;
    clearTimeout(timer);
  };
}

function handoverSentence(handover: Handover): string {
  if (handover.kind === 'refused') {
    return `⚠️ Not handed over to Slack: ${sentence(handover.why)} I wait here all the same.`;
  }
  const { id, card, note } = handover;
  if (card !== undefined) return `📌 Watched in Slack, too: ${card}`;
  if (id === undefined)
    return '📌 The bot looks for it, and watches it in Slack where it finds it.';
  return `📌 Watched in Slack, too.${note ? ` ${sentence(note)}` : ''}`;
}

function resultOf(handover: Handover) {
  return handover.kind === 'refused'
    ? { watched: false }
    : { watched: true, id: handover.id, card: handover.card };
}
