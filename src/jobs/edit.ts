import { createHash } from 'node:crypto';
import { DelayedError, type Job } from 'bullmq';
import type { Logger } from 'pino';
import type { SlackFailure } from '../slack/api/slack-failure.ts';
import type { SlackWriter } from '../slack/api/slack-writer.ts';
import { cardMessage } from '../slack/messages/card.ts';
import type { Message, MessageContext } from '../slack/messages/message.ts';
import type { DeliveryStore } from '../store/delivery-store.ts';
import type { WatchStore } from '../store/watch-store.ts';
import { isLive } from '../watch/watch-record.ts';
import type { EditData, Queues } from './queues.ts';

export interface EditDependencies {
  readonly watches: WatchStore;
  readonly deliveries: DeliveryStore;
  readonly queues: Queues;
  readonly writer: SlackWriter;
  readonly around: MessageContext;
  readonly now: () => number;
  readonly log: Logger;
}

/** A short name of how a message looks: the same look is not sent twice. */
export function lookOf(message: Message): string {
  return createHash('sha256').update(JSON.stringify(message)).digest('base64url').slice(0, 22);
}

/** Makes one card look like its record, whatever has happened since it was asked for. */
export function createEdit(dependencies: EditDependencies) {
  const { watches, deliveries, queues, writer, around, now, log } = dependencies;

  return async (job: Job<EditData>, token: string | undefined) => {
    const { watchId, cardKey } = job.data;
    const [stored, posted] = await Promise.all([
      watches.load(watchId),
      deliveries.card(watchId, cardKey),
    ]);
    const card = stored?.record.cards.find(({ key }) => key === cardKey);
    if (!stored || !card) return await deliveries.forgetCard(job.data);
    // A card that is not posted yet will be posted as the record is then.
    if (!posted) return;

    const message = cardMessage(stored.record, card, around);
    const look = lookOf(message);
    if (look !== posted.shown) {
      const edited = await writer.edit(card.channel, posted.ts, message);
      if (edited.kind === 'later') return await tryLater(job, token, edited);
      if (edited.kind === 'refused') logRefused(job.data, edited.error);
    }
    const upToDate = await deliveries.settleCard(job.data, stored.version, look);
    if (!upToDate) await queues.addEdit(watchId, cardKey, !isLive(stored.record));
  };

  async function tryLater(
    job: Job<EditData>,
    token: string | undefined,
    failure: Extract<SlackFailure, { kind: 'later' }>,
  ): Promise<never> {
    const { watchId: watch } = job.data;
    log.warn({ event: 'slack.edit_delayed', watch, error: failure.error });
    if (failure.afterMs === undefined) throw new Error(`Slack did not edit: ${failure.error}`);
    await job.moveToDelayed(now() + failure.afterMs, token);
    throw new DelayedError();
  }

  function logRefused({ watchId: watch, cardKey }: EditData, error: string): void {
    log.error(
      { event: 'slack.edit_refused', watch, card: cardKey, error },
      'Slack refuses to edit this card for good: was it deleted, or its channel archived?',
    );
  }
}
