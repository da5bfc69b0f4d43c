import type { Logger } from 'pino';
import type { Queues } from '../../queues/queues.ts';
import { NO_DEADLINE } from '../../redis/deadline.ts';
import type { DeliveryStore } from '../../redis/delivery-store.ts';
import type { EditQueue, LeasedEdit } from '../../redis/edit-queue.ts';
import { SLACK_FAILURES, UNSAID_PAUSE_MS } from '../../slack/api/slack-failure.ts';
import type { Edited, SlackWriter } from '../../slack/api/slack-writer.ts';
import { type Message, plainMessage } from '../../slack/messages/message.ts';
import { loseCard } from '../../watch/lose-card.ts';
import {
  type ChannelId,
  destinations,
  nameOfMessage,
  type StandingMessage,
} from '../../watch/names.ts';
import { type ReportEntriesDependencies, reportEntries } from '../digests/report-entries.ts';
import { type ComposedEdit, type ComposeEditDependencies, composeEdit } from './compose-edit.ts';
import { lookedAfterCards } from './looked-after-cards.ts';

export interface RedrawDependencies extends ComposeEditDependencies, ReportEntriesDependencies {
  readonly edits: EditQueue;
  readonly deliveries: DeliveryStore;
  readonly writer: SlackWriter;
  readonly queues: Queues;
  readonly now: () => number;
  readonly log: Logger;
}

/** `sending`: it is on its way to Slack; the next one may be looked at meanwhile. */
export type Redrawn =
  | { readonly kind: 'done' }
  | { readonly kind: 'wait'; readonly ms: number }
  | { readonly kind: 'sending'; readonly sent: Promise<void> };

type CardMessage = Extract<StandingMessage, { kind: 'card' }>;

/** Even the plain sentence is refused: by a name of which nobody has heard, which may pass. */
const UNFIT_TRIES = 8;
/** So often is a conversation tried in which Slack lets nobody edit. */
const CLOSED_MS = 60_000;

/**
 * Makes one message of ours look like what it shows, whatever has happened since it was marked. What
 * looks right already is not sent, and takes no turn.
 */
export function createRedraw(dependencies: RedrawDependencies) {
  const { edits, watches, digests, queues, writer, log, now } = dependencies;
  /** Conversations in which Slack lets nobody edit for the moment: until when each is left alone. */
  const closed = new Map<ChannelId, number>();

  return async (leased: LeasedEdit): Promise<Redrawn> => {
    const composed = await composeEdit(leased.message, dependencies);
    const look = composed?.look;
    // One that is not posted yet is looked at after its post; one that was deleted can't be redrawn.
    if (!composed || !look || look === composed.shown) {
      await edits.settle(leased, look);
      return { kind: 'done' };
    }
    if ((closed.get(composed.place.channel) ?? 0) > now()) {
      // However many stand there, they cost the others no turns.
      await edits.putOff(leased);
      return { kind: 'done' };
    }
    const turn = await edits.takeTurn(leased);
    switch (turn.kind) {
      case 'wait':
        await edits.giveBack(leased);
        return turn;
      case 'lost':
        return { kind: 'done' };
      case 'granted':
        return { kind: 'sending', sent: send(turn.edit, composed, look) };
      default:
        return turn satisfies never;
    }
  };

  async function send(
    leased: LeasedEdit,
    { place, message }: ComposedEdit,
    look: string,
  ): Promise<void> {
    await react(leased, look, { place, message }, await show(leased, place, message));
  }

  /** Where Slack refuses the blocks, the plain sentence is shown: never silence. */
  async function show(
    { message: name }: LeasedEdit,
    { channel, ts }: { readonly channel: ChannelId; readonly ts: string },
    message: Message,
  ): Promise<Edited> {
    const edited = await writer.edit(channel, ts, message);
    const isUnfit =
      edited.kind === 'refused' && SLACK_FAILURES[edited.about].instead === 'plain text';
    if (!isUnfit) return edited;
    const { error } = edited;
    log.error(
      { event: 'slack.edit_unfit', message: nameOfMessage(name), error, refused: message },
      'Slack refuses this message as it is: please report this',
    );
    return await writer.edit(channel, ts, plainMessage(message));
  }

  async function react(
    leased: LeasedEdit,
    look: string,
    { place, message }: Pick<ComposedEdit, 'place' | 'message'>,
    edited: Edited,
  ): Promise<void> {
    switch (edited.kind) {
      case 'edited':
        closed.delete(place.channel);
        // Before it is settled: a process that dies here edits it once more, and then comes to the cards.
        await edits.mark('ending', ...(await lookedAfterCards(leased.message, dependencies)));
        await edits.settle(leased, look);
        if (leased.message.kind === 'digest')
          await reportEntries(leased.message, message, dependencies);
        return;
      case 'later':
        return await later(leased, edited);
      case 'refused':
        return await refused(leased, place, edited);
      default:
        return edited satisfies never;
    }
  }

  /** Slack may ask all of us to wait; what is wrong with this one message concerns no other. */
  async function later(
    leased: LeasedEdit,
    { cause, error, afterMs }: Extract<Edited, { kind: 'later' }>,
  ): Promise<void> {
    const message = nameOfMessage(leased.message);
    log.warn({ event: 'slack.edit_delayed', message, error });
    switch (cause) {
      case 'passing':
        return void (await edits.putOff(leased));
      case 'busy':
        await edits.pause(afterMs ?? UNSAID_PAUSE_MS);
        return await edits.giveBack(leased);
      case 'workspace':
        await edits.waitForSignIn(afterMs ?? UNSAID_PAUSE_MS);
        return await edits.giveBack(leased);
      default:
        return cause satisfies never;
    }
  }

  async function refused(
    leased: LeasedEdit,
    { channel, ts }: ComposedEdit['place'],
    { about, error }: Extract<Edited, { kind: 'refused' }>,
  ): Promise<void> {
    // It may pass. But nobody hears of an entry that a digest can't show.
    if (about === 'conversation' && leased.message.kind !== 'digest') {
      closed.set(channel, now() + CLOSED_MS);
      log.warn({ event: 'slack.edit_delayed', message: nameOfMessage(leased.message), error });
      return void (await edits.putOff(leased));
    }
    const { tries, edit: last } =
      about === 'content' ? await edits.putOff(leased) : { tries: UNFIT_TRIES, edit: leased };
    if (tries < UNFIT_TRIES) return;
    log.error(
      { event: 'slack.edit_refused', message: nameOfMessage(leased.message), error },
      'Slack refuses to edit this message for good: was it deleted, or its channel archived?',
    );
    if (about !== 'content' || leased.message.kind === 'digest') await lose(leased.message, ts);
    await edits.settle(last);
  }

  async function loseItsCard({ watchId, cardKey }: CardMessage): Promise<void> {
    const lost = await watches.update(watchId, (record) => loseCard(record, cardKey), {
      deadline: NO_DEADLINE,
    });
    if (lost?.change.outbox.length) await queues.addPost(destinations.card(watchId, cardKey));
  }

  /** What a card can't show any more comes as notes; what a digest can't, by the digest as a new message. */
  async function lose(message: StandingMessage, ts: string): Promise<void> {
    switch (message.kind) {
      case 'card':
        return await loseItsCard(message);
      case 'digest':
        return await queues.addPost(await digests.repost(message.burst, message.digest, ts));
      case 'alert':
      case 'reminder':
        return;
      default:
        return message satisfies never;
    }
  }
}
