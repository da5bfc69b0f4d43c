import type { AllMiddlewareArgs, BlockAction, SlackActionMiddlewareArgs } from '@slack/bolt';
import type { Logger } from 'pino';
import type { Presser, Refusal, StopAnswer, WatchDesk } from '../../desk.ts';
import { answerInTime, ephemeral } from '../answer-in-time.ts';
import type { Gatekeeper } from '../gatekeeper.ts';

type ButtonArgs = SlackActionMiddlewareArgs<BlockAction> & AllMiddlewareArgs;
type Pressed = Refusal | StopAnswer | { readonly kind: 'refreshing' };

/**
 * A card's button. The press is acknowledged at once; what it did shows on the card, and only what
 * could not be done is said, to the presser alone.
 */
function cardButton(
  press: (asker: Presser, watchId: string) => Promise<Pressed>,
  gatekeeper: Gatekeeper,
  log: Logger,
) {
  return async ({ ack, body, payload, respond }: ButtonArgs): Promise<void> => {
    await ack();
    const watchId = 'value' in payload ? payload.value : undefined;
    const channel = body.channel?.id;
    if (!watchId || !channel) return;
    const asker = { channel, user: body.user.id };
    const pressed = log.child({
      watch: watchId,
      channel,
      user: asker.user,
      button: payload.action_id,
    });
    const answer = gatekeeper(asker) ?? (await answerInTime(() => press(asker, watchId), pressed));
    pressed.info({ event: 'button.pressed', answer: answer.kind });
    if (answer.kind === 'refused' || answer.kind === 'no-answer') {
      await respond({ ...ephemeral(answer), replace_original: false });
    }
  };
}

/** Reads the operation at once. */
export function refreshButton(desk: WatchDesk, gatekeeper: Gatekeeper, log: Logger) {
  return cardButton((_asker, watchId) => desk.refresh(watchId), gatekeeper, log);
}

/** Ends the watch in this channel, after Slack has asked whether that is meant. */
export function stopButton(desk: WatchDesk, gatekeeper: Gatekeeper, log: Logger) {
  return cardButton((asker, watchId) => desk.stopWatch(asker, watchId), gatekeeper, log);
}
