import type { AllMiddlewareArgs, BlockAction, SlackActionMiddlewareArgs } from '@slack/bolt';
import { answerMessage } from '../../messages/answers.ts';
import { carePressOf } from '../../messages/care-buttons.ts';
import { doneForm } from '../../views/done-form.ts';
import { refusalView } from '../../views/refusal-view.ts';
import { answerAlone } from '../answer-alone.ts';
import { homeOf } from '../home-of.ts';
import type { ListenerDependencies } from '../listener-dependencies.ts';
import { openForm } from '../open-form.ts';
import { presserOf } from './press.ts';

/** `Done` on an alert: asks in a form what was done, which may stay empty. */
export function donePressed({
  asking,
  gatekeeper,
  writer,
  now,
  log,
}: Pick<ListenerDependencies, 'asking' | 'gatekeeper' | 'writer' | 'now' | 'log'>) {
  return async ({
    ack,
    body,
    payload,
    client,
  }: SlackActionMiddlewareArgs<BlockAction> & AllMiddlewareArgs): Promise<void> => {
    await ack();
    const presser = presserOf(body);
    const value = 'value' in payload ? payload.value : undefined;
    if (!presser || !value) return;
    const pressed = log.child({ ...presser, button: payload.action_id });
    const refusal = gatekeeper({ ...presser, teams: homeOf(body) }, 'anywhere');
    if (refusal) void asking.turnedAway(presser, 'done', carePressOf(value).name);
    const form = refusal
      ? refusalView(refusal, 'Done')
      : doneForm({ press: value, channel: presser.channel, at: now() });
    if (await openForm(client, body.trigger_id, form, pressed)) return;
    await answerAlone(
      { ...presser, responseUrl: body.response_url, triggerId: body.trigger_id },
      answerMessage({ kind: 'no-form' }),
      { writer, log: pressed },
    );
  };
}
