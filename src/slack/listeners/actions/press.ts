import type { AllMiddlewareArgs, BlockAction, SlackActionMiddlewareArgs } from '@slack/bolt';
import * as v from 'valibot';
import type { AcknowledgeAnswer } from '../../../asking/acknowledge.ts';
import type { Presser } from '../../../asking/asker.ts';
import type { CardWishAnswer } from '../../../asking/card-wishes.ts';
import type { RefreshAnswer } from '../../../asking/refresh.ts';
import type { Forgotten } from '../../../asking/refusals.ts';
import type { Searching } from '../../../asking/searching.ts';
import type { StopAnswer } from '../../../asking/stop.ts';
import type { SupportAnswer } from '../../../asking/support.ts';
import type { WatchAnswer } from '../../../asking/watch.ts';
import type { EndedStill } from '../../../asking/watch-again.ts';
import { ChannelId, UserId, WatchId } from '../../../watch/names.ts';
import { type Answer, answerMessage } from '../../messages/answers.ts';
import { forgottenMessage } from '../../messages/forgotten.ts';
import { answerAlone } from '../answer-alone.ts';
import { answerInTime } from '../answer-in-time.ts';
import { homeOf } from '../home-of.ts';
import type { ListenerDependencies } from '../listener-dependencies.ts';
import { onceOnly } from '../once-only.ts';
import { searchOf } from '../search-of.ts';

type ButtonArgs = SlackActionMiddlewareArgs<BlockAction> & AllMiddlewareArgs;
type Pressed =
  | AcknowledgeAnswer
  | CardWishAnswer
  | EndedStill
  | Forgotten
  | RefreshAnswer
  | Searching<WatchAnswer | EndedStill>
  | StopAnswer
  | SupportAnswer
  | WatchAnswer
  | { readonly kind: 'opened' };

/** What a button does, by the value that it carries. */
interface Button {
  press(presser: Presser, value: string): Promise<Pressed>;
  /** How log entries call what the value names. */
  namesInLog(value: string): Readonly<Record<string, string>>;
  /** Where it may be pressed: only where commands are taken, unless it says otherwise. */
  readonly from?: 'anywhere';
}

/**
 * The press of a button. It is acknowledged at once; what it did shows on the message or in the channel,
 * and only what does not is said, to the presser alone.
 */
export function buttonPressed(
  { press, namesInLog, from }: Button,
  { asking, requests, writer, gatekeeper, trouble, log }: ListenerDependencies,
) {
  return async ({ ack, body, payload, respond }: ButtonArgs): Promise<void> => {
    await ack();
    const value = carriedValue(payload);
    const presser = presserOf(body);
    if (!value || !presser) return;
    const pressed = log.child({ ...namesInLog(value), ...presser, button: payload.action_id });
    const work = () => press(presser, value);
    const refusal = gatekeeper({ ...presser, teams: homeOf(body) }, from);
    if (refusal) void asking.turnedAway(presser, payload.action_id, aboutOf(namesInLog(value)));
    const answer =
      refusal ??
      (await answerInTime(() => onceOnly(requests, body.trigger_id, work), {
        trouble,
        log: pressed,
      }));
    pressed.info({ event: 'button.pressed', answer: answer.kind });
    const tell = (given: Answer) =>
      answerAlone(
        { ...presser, responseUrl: body.response_url, triggerId: body.trigger_id },
        answerMessage(given),
        { writer, log: pressed },
      );
    switch (answer.kind) {
      case 'refused':
      case 'no-answer':
      case 'uncertain':
      case 'broken':
      case 'stands':
      case 'begun':
      case 'joined':
      case 'ended-still':
      case 'taken':
      case 'support':
        await tell(answer);
        return;
      case 'forgotten': {
        await tell(answer);
        const marked = forgottenMessage(body.message, answer.mark);
        if (marked) await respond({ ...marked, replace_original: true });
        return;
      }
      case 'searching': {
        await tell(answer);
        const found = await searchOf(answer, { trouble, log: pressed });
        if (found) await tell(found);
        return;
      }
      case 'stopped':
      case 'card-changed':
      case 'opened':
      case 'refreshing':
      case 'acknowledged':
      case 'repeated':
        return;
      default:
        answer satisfies never;
    }
  };
}

/** What a press concerns, by one name. */
function aboutOf({ message, watch }: Readonly<Record<string, string>>): string | undefined {
  return message ?? watch;
}

/** What a button carries, or what is chosen in a menu. */
function carriedValue(payload: ButtonArgs['payload']): string | undefined {
  if (payload.type === 'overflow') return payload.selected_option.value;
  return 'value' in payload ? payload.value : undefined;
}

/** Who presses, and where; undefined where that is no conversation. */
export function presserOf({ channel, user }: BlockAction): Presser | undefined {
  return channel && { channel: v.parse(ChannelId, channel.id), user: v.parse(UserId, user.id) };
}

/** The press of a button that carries a watch's id. */
export function watchButtonPressed(
  press: (presser: Presser, watchId: WatchId) => Promise<Pressed>,
  dependencies: ListenerDependencies,
) {
  const button: Button = {
    press: (presser, value) => press(presser, v.parse(WatchId, value)),
    namesInLog: (value) => ({ watch: value }),
  };
  return buttonPressed(button, dependencies);
}
