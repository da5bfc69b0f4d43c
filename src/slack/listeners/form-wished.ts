import type {
  AllMiddlewareArgs,
  BlockAction,
  GlobalShortcut,
  SlackActionMiddlewareArgs,
  SlackShortcutMiddlewareArgs,
} from '@slack/bolt';
import * as v from 'valibot';
import { ChannelId, UserId } from '../../watch/names.ts';
import { refusalView } from '../views/refusal-view.ts';
import { watchForm } from '../views/watch-form.ts';
import { homeOf } from './home-of.ts';
import type { ListenerDependencies } from './listener-dependencies.ts';
import { openForm } from './open-form.ts';

/** Slack does not say in which a global shortcut is used. */
export const NO_CONVERSATION = v.parse(ChannelId, '');

type FormArgs = AllMiddlewareArgs &
  (SlackActionMiddlewareArgs<BlockAction> | SlackShortcutMiddlewareArgs<GlobalShortcut>);

/** `Watch an operation`: a button on the Home tab or in a message, and a shortcut from anywhere. Opens the form. */
export function formWished({
  asking,
  gatekeeper,
  log,
}: Pick<ListenerDependencies, 'asking' | 'gatekeeper' | 'log'>) {
  return async ({ ack, body, client }: FormArgs): Promise<void> => {
    await ack();
    const user = v.parse(UserId, body.user.id);
    const pressedIn = 'channel' in body ? body.channel : undefined;
    const channel = pressedIn && v.parse(ChannelId, pressedIn.id);
    const visitor = { user, channel: channel ?? NO_CONVERSATION, teams: homeOf(body) };
    const refusal = gatekeeper(visitor, 'anywhere');
    const form = refusal
      ? refusalView(refusal)
      : watchForm({ choices: await asking.formChoices(channel), channel });
    await openForm(client, body.trigger_id, form, log.child({ user, asked: body.type }));
  };
}
