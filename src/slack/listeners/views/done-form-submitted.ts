import type { AllMiddlewareArgs, SlackViewMiddlewareArgs, ViewSubmitAction } from '@slack/bolt';
import * as v from 'valibot';
import { namesInLog } from '../../../asking/acknowledge.ts';
import { UserId } from '../../../watch/names.ts';
import { answerMessage } from '../../messages/answers.ts';
import { readDoneForm } from '../../views/done-form.ts';
import { messageView } from '../../views/message-view.ts';
import { answerInTime } from '../answer-in-time.ts';
import { homeOf } from '../home-of.ts';
import type { ListenerDependencies } from '../listener-dependencies.ts';
import { onceOnly } from '../once-only.ts';

/** What was done about an alert: it closes, or the form says why it does not. */
export function doneFormSubmitted({
  asking,
  removeKnown,
  requests,
  gatekeeper,
  trouble,
  log,
}: ListenerDependencies) {
  return async ({
    ack,
    body,
    view,
  }: SlackViewMiddlewareArgs<ViewSubmitAction> & AllMiddlewareArgs): Promise<void> => {
    const user = v.parse(UserId, body.user.id);
    const { channel, line, ...press } = readDoneForm(view, removeKnown);
    const { name } = press;
    const presser = { user, channel };
    const done = log.child({ ...namesInLog(name), ...presser, button: 'done' });
    const work = () => asking.acknowledge(presser, { ...press, verb: { kind: 'done', line } });
    const refusal = gatekeeper({ ...presser, teams: homeOf(body) }, 'anywhere');
    if (refusal) void asking.turnedAway(presser, 'done', name);
    const answer =
      refusal ??
      (await answerInTime(() => onceOnly(requests, body.trigger_id, work), {
        trouble,
        log: done,
      }));
    done.info({ event: 'button.pressed', answer: answer.kind });
    if (answer.kind === 'acknowledged' || answer.kind === 'repeated') return await ack();
    await ack({ response_action: 'update', view: messageView('Done', answerMessage(answer)) });
  };
}
