import type { AllMiddlewareArgs, BlockAction, SlackActionMiddlewareArgs } from '@slack/bolt';
import type { Presser, Refusal, StopAnswer, WatchAnswer } from '../../desk.ts';
import { answerInTime, ephemeral } from '../answer-in-time.ts';
import type { ListenerDependencies } from '../listener-dependencies.ts';
import { onceOnly } from '../once-only.ts';

type ButtonArgs = SlackActionMiddlewareArgs<BlockAction> & AllMiddlewareArgs;
type Pressed =
  | Refusal
  | StopAnswer
  | WatchAnswer
  | { readonly kind: 'refreshing' | 'acknowledged' };

/**
 * A card's button. The press is acknowledged at once; what it did shows on the card or in the channel,
 * and only what does not is said, to the presser alone.
 */
function cardButton(
  press: (presser: Presser, watchId: string) => Promise<Pressed>,
  { requests, gatekeeper, log }: ListenerDependencies,
  from?: 'anywhere',
) {
  return async ({ ack, body, payload, respond }: ButtonArgs): Promise<void> => {
    await ack();
    const watchId = 'value' in payload ? payload.value : undefined;
    const channel = body.channel?.id;
    if (!watchId || !channel) return;
    const presser = { channel, user: body.user.id };
    const pressed = log.child({
      watch: watchId,
      channel,
      user: presser.user,
      button: payload.action_id,
    });
    const work = () => press(presser, watchId);
    const answer =
      gatekeeper(presser, from) ??
      (await answerInTime(() => onceOnly(requests, body.trigger_id, work), pressed));
    pressed.info({ event: 'button.pressed', answer: answer.kind });
    switch (answer.kind) {
      case 'refused':
      case 'no-answer':
      case 'uncertain':
      case 'stands':
      case 'begun':
      case 'joined':
        await respond({ ...ephemeral(answer), replace_original: false });
        return;
      case 'stopped':
      case 'refreshing':
      case 'acknowledged':
      case 'repeated':
        return;
      default:
        answer satisfies never;
    }
  };
}

/** Reads the operation at once. */
export function refreshButton(dependencies: ListenerDependencies) {
  return cardButton((_presser, watchId) => dependencies.desk.refresh(watchId), dependencies);
}

/** Ends the watch in this channel, after Slack has asked whether that is meant. */
export function stopButton(dependencies: ListenerDependencies) {
  return cardButton(
    (presser, watchId) => dependencies.desk.stopWatch(presser, watchId),
    dependencies,
  );
}

/** Takes on what an alert tells, wherever it stands: the alert says by whom. */
export function acknowledgeButton(dependencies: ListenerDependencies) {
  return cardButton(
    (presser, name) => dependencies.desk.acknowledge(presser, name),
    dependencies,
    'anywhere',
  );
}

/** Goes on with a watch that was given up, with a new card. */
export function watchOnButton(dependencies: ListenerDependencies) {
  return cardButton(
    (presser, watchId) => dependencies.desk.watchOn(presser, watchId),
    dependencies,
  );
}
