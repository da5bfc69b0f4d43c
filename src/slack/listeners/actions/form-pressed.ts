import type { AllMiddlewareArgs, BlockAction, SlackActionMiddlewareArgs } from '@slack/bolt';
import * as v from 'valibot';
import { ChannelId, UserId } from '../../../watch/names.ts';
import { refusalView } from '../../views/refusal-view.ts';
import { watchForm } from '../../views/watch-form.ts';
import { homeOf } from '../home-of.ts';
import type { ListenerDependencies } from '../listener-dependencies.ts';
import { openForm } from '../open-form.ts';
import { NOWHERE } from '../shortcuts/watch-shortcut.ts';

/** `Watch an operation`, on the Home tab or in a message: opens the form. */
export function formPressed({
  asking,
  gatekeeper,
  log,
}: Pick<ListenerDependencies, 'asking' | 'gatekeeper' | 'log'>) {
  return async ({
    ack,
    body,
    client,
  }: SlackActionMiddlewareArgs<BlockAction> & AllMiddlewareArgs): Promise<void> => {
    await ack();
    const user = v.parse(UserId, body.user.id);
    const channel = body.channel && v.parse(ChannelId, body.channel.id);
    const visitor = { user, channel: channel ?? NOWHERE, teams: homeOf(body) };
    const refusal = gatekeeper(visitor, 'anywhere');
    const form = refusal
      ? refusalView(refusal)
      : watchForm({ choices: await asking.formChoices(channel), channel });
    await openForm(client, body.trigger_id, form, log.child({ user, button: 'form' }));
  };
}
