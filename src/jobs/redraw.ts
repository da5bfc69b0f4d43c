import type { Logger } from 'pino';
import { SLACK_FAILURES } from '../slack/api/slack-failure.ts';
import type { Edited, SlackWriter } from '../slack/api/slack-writer.ts';
import { type Message, plainMessage } from '../slack/messages/message.ts';
import type { DeliveryStore } from '../store/delivery-store.ts';
import type { EditLine, TakenEdit } from '../store/edit-line.ts';
import { nameOfMessage, type StandingMessage } from '../watch/standing-message.ts';
import { type ComposedEdit, type ComposeEditDependencies, composeEdit } from './compose-edit.ts';
import { lookOf } from './look-of.ts';
import type { Queues } from './queues.ts';
import { type ReportLinesDependencies, reportLines } from './report-lines.ts';

export interface RedrawDependencies extends ComposeEditDependencies, ReportLinesDependencies {
  readonly edits: EditLine;
  readonly deliveries: DeliveryStore;
  readonly writer: SlackWriter;
  readonly queues: Queues;
  readonly log: Logger;
}

/** `sending`: it is on its way to Slack; the next one may be looked at meanwhile. */
export type Redrawn =
  | { readonly kind: 'done' }
  | { readonly kind: 'wait'; readonly ms: number }
  | { readonly kind: 'sending'; readonly sent: Promise<void> };

/** Even the plain sentence is refused: by a name of which nobody has heard, which may pass. */
const UNFIT_TRIES = 8;
/** Where Slack does not say for how long. */
const UNTOLD_PAUSE_MS = 5000;

/**
 * Makes one message of ours look like what it shows, whatever has happened since it was marked. What
 * looks right already is not sent, and takes no turn.
 */
export function createRedraw(dependencies: RedrawDependencies) {
  const { edits, deliveries, storms, queues, writer, log } = dependencies;

  return async (taken: TakenEdit): Promise<Redrawn> => {
    const composed = await composeEdit(taken.message, dependencies);
    const look = composed && lookOf(composed.message);
    // One that is not posted yet is looked at after its post; one that was deleted can't be redrawn.
    if (!composed || !look || look === composed.shown) {
      await edits.settle(taken, look);
      return { kind: 'done' };
    }
    const turn = await edits.takeTurn(taken);
    switch (turn.kind) {
      case 'wait':
        await edits.giveBack(taken);
        return turn;
      case 'lost':
        return { kind: 'done' };
      case 'granted':
        return { kind: 'sending', sent: send(turn.taken, composed, look) };
      default:
        return turn satisfies never;
    }
  };

  async function send(
    taken: TakenEdit,
    { place, message }: ComposedEdit,
    look: string,
  ): Promise<void> {
    await take(taken, look, place, await show(taken, place, message));
  }

  /** Where Slack refuses the blocks, the plain sentence is shown: never silence. */
  async function show(
    { message: name }: TakenEdit,
    { channel, ts }: { readonly channel: string; readonly ts: string },
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

  async function take(
    taken: TakenEdit,
    look: string,
    place: ComposedEdit['place'],
    edited: Edited,
  ): Promise<void> {
    switch (edited.kind) {
      case 'edited':
        await edits.settle(taken, look);
        if (taken.message.kind === 'storm') await reportLines(taken.message, dependencies);
        return;
      case 'later':
        return await later(taken, edited);
      case 'refused':
        return await refused(taken, place, edited);
      default:
        return edited satisfies never;
    }
  }

  /** Slack may ask all of us to wait; what is wrong with this one message concerns no other. */
  async function later(
    taken: TakenEdit,
    { cause, error, afterMs }: Extract<Edited, { kind: 'later' }>,
  ): Promise<void> {
    const message = nameOfMessage(taken.message);
    log.warn({ event: 'slack.edit_delayed', message, error });
    switch (cause) {
      case 'passing':
        return void (await edits.putOff(taken));
      case 'busy':
        await edits.pause(afterMs ?? UNTOLD_PAUSE_MS);
        return await edits.giveBack(taken);
      case 'workspace':
        await edits.waitForSignIn(afterMs ?? UNTOLD_PAUSE_MS);
        return await edits.giveBack(taken);
      default:
        return cause satisfies never;
    }
  }

  async function refused(
    taken: TakenEdit,
    { ts }: ComposedEdit['place'],
    { about, error }: Extract<Edited, { kind: 'refused' }>,
  ): Promise<void> {
    const { tries, taken: last } =
      about === 'content' ? await edits.putOff(taken) : { tries: UNFIT_TRIES, taken };
    if (tries < UNFIT_TRIES) return;
    log.error(
      { event: 'slack.edit_refused', message: nameOfMessage(taken.message), error },
      'Slack refuses to edit this message for good: was it deleted, or its channel archived?',
    );
    if (about !== 'content' || taken.message.kind === 'storm') await lose(taken.message, ts);
    await edits.settle(last);
  }

  /** What a card can't show any more comes as notes; what a page can't, by the page as a new message. */
  async function lose(message: StandingMessage, ts: string): Promise<void> {
    switch (message.kind) {
      case 'card':
        return await deliveries.loseCard(message);
      case 'storm':
        return await queues.addPost(await storms.repost(message.storm, message.page, ts));
      case 'alert':
        return;
      default:
        return message satisfies never;
    }
  }
}
