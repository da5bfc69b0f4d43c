import type { AllMiddlewareArgs, BlockAction, SlackActionMiddlewareArgs } from '@slack/bolt';
import type { ListWish } from '../../../asking/list.ts';
import { turnedTo } from '../../messages/list-page.ts';
import { answerInTime, ephemeral } from '../answer-in-time.ts';
import { homeOf } from '../home-of.ts';
import type { ListenerDependencies } from '../listener-dependencies.ts';
import { presserOf } from './press.ts';

/** `Next` and `Previous` under a list: the same message shows another page, as things are now. */
export function listTurned({ asking, gatekeeper, trouble, log }: ListenerDependencies) {
  return async ({
    ack,
    body,
    payload,
    respond,
  }: SlackActionMiddlewareArgs<BlockAction> & AllMiddlewareArgs): Promise<void> => {
    await ack();
    const presser = presserOf(body);
    const wish: ListWish | undefined =
      'value' in payload ? turnedTo(payload.value ?? '') : undefined;
    if (!presser || !wish) return;
    const turned = log.child({ ...presser, button: payload.action_id });
    const answer =
      gatekeeper({ ...presser, teams: homeOf(body) }) ??
      (await answerInTime(() => asking.list(presser, wish), { trouble, log: turned }));
    turned.info({ event: 'button.pressed', answer: answer.kind });
    await respond({ ...ephemeral(answer), replace_original: answer.kind === 'list' });
  };
}
