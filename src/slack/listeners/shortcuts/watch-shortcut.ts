import type { AllMiddlewareArgs, GlobalShortcut, SlackShortcutMiddlewareArgs } from '@slack/bolt';
import * as v from 'valibot';
import { ChannelId, UserId } from '../../../watch/names.ts';
import { refusalView } from '../../views/refusal-view.ts';
import { watchForm } from '../../views/watch-form.ts';
import { homeOf } from '../home-of.ts';
import type { ListenerDependencies } from '../listener-dependencies.ts';
import { openForm } from '../open-form.ts';

/** No conversation: Slack does not say in which a global shortcut is used. */
export const NOWHERE = v.parse(ChannelId, '');

/** `Watch an operation`, from anywhere: opens the form. */
export function watchShortcut({
  asking,
  gatekeeper,
  log,
}: Pick<ListenerDependencies, 'asking' | 'gatekeeper' | 'log'>) {
  return async ({
    ack,
    client,
    shortcut,
  }: SlackShortcutMiddlewareArgs<GlobalShortcut> & AllMiddlewareArgs): Promise<void> => {
    await ack();
    const user = v.parse(UserId, shortcut.user.id);
    const used = log.child({ user, shortcut: shortcut.callback_id });
    const refusal = gatekeeper({ user, channel: NOWHERE, teams: homeOf(shortcut) }, 'anywhere');
    const form = refusal
      ? refusalView(refusal)
      : watchForm({ choices: await asking.formChoices(undefined) });
    await openForm(client, shortcut.trigger_id, form, used);
  };
}
