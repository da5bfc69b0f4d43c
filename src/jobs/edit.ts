import { createHash } from 'node:crypto';
import type { Job } from 'bullmq';
import type { Logger } from 'pino';
import { SLACK_FAILURES } from '../slack/api/slack-failure.ts';
import type { Edited, SlackWriter } from '../slack/api/slack-writer.ts';
import { cardMessage } from '../slack/messages/card.ts';
import { type Message, type MessageContext, plainMessage } from '../slack/messages/message.ts';
import type { DeliveryStore } from '../store/delivery-store.ts';
import type { StoredWatch, WatchStore } from '../store/watch-store.ts';
import { isLive } from '../watch/watch-record.ts';
import { cardOf } from './compose-post.ts';
import type { EditData, Queues } from './queues.ts';
import { tryLater } from './try-later.ts';

export interface EditDependencies {
  readonly watches: WatchStore;
  readonly deliveries: DeliveryStore;
  readonly queues: Queues;
  readonly writer: SlackWriter;
  readonly around: MessageContext;
  readonly now: () => number;
  readonly log: Logger;
}

/** Even the plain sentence is refused: by a name of which nobody has heard, which may pass. */
const UNFIT_TRIES = 8;

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
    const card = stored && cardOf(stored.record, cardKey);
    // One that is not posted will be redrawn after its post; one that was deleted can't be.
    if (!stored || !card || !posted || posted.isLost) {
      return await deliveries.forgetCard(job.data);
    }
    const message = cardMessage(stored.record, card, around);
    const look = lookOf(message);
    const edited: Edited =
      look === posted.shown
        ? { kind: 'edited' }
        : await show(job.data, { channel: card.channel, ts: posted.ts }, message);
    switch (edited.kind) {
      case 'later':
        log.warn({ event: 'slack.edit_delayed', watch: watchId, error: edited.error });
        return await tryLater(job, token, edited, now());
      case 'refused':
        return await refused(job, edited);
      case 'edited':
        return await settle(job.data, stored, look);
      default:
        return edited satisfies never;
    }
  };

  /** Where Slack refuses the blocks, the plain sentence is shown: never silence. */
  async function show(
    card: EditData,
    { channel, ts }: { readonly channel: string; readonly ts: string },
    message: Message,
  ): Promise<Edited> {
    const edited = await writer.edit(channel, ts, message);
    const isUnfit =
      edited.kind === 'refused' && SLACK_FAILURES[edited.about].instead === 'plain text';
    if (!isUnfit) return edited;
    log.error(
      {
        event: 'slack.edit_unfit',
        watch: card.watchId,
        card: card.cardKey,
        error: edited.error,
        refused: message,
      },
      'Slack refuses this card as it is: please report this',
    );
    return await writer.edit(channel, ts, plainMessage(message));
  }

  async function settle(card: EditData, { version, record }: StoredWatch, look: string) {
    const upToDate = await deliveries.settleCard(card, version, look);
    if (!upToDate) await queues.addEdit(card.watchId, card.cardKey, !isLive(record));
  }

  async function refused(
    { data: card, attemptsMade }: Job<EditData>,
    failure: Extract<Edited, { kind: 'refused' }>,
  ): Promise<void> {
    if (failure.about === 'content' && attemptsMade < UNFIT_TRIES) {
      throw new Error(`Slack did not take the edit: ${failure.error}`);
    }
    log.error(
      {
        event: 'slack.edit_refused',
        watch: card.watchId,
        card: card.cardKey,
        error: failure.error,
      },
      'Slack refuses to edit this card for good: was it deleted, or its channel archived?',
    );
    if (failure.about !== 'content') await deliveries.loseCard(card);
    await deliveries.forgetCard(card);
  }
}
