import type { AllMiddlewareArgs, SlackEventMiddlewareArgs } from '@slack/bolt';
import * as v from 'valibot';
import { TeamId, UserId } from '../../../watch/names.ts';
import { homeRefused } from '../../views/home-view.ts';
import { NO_CONVERSATION } from '../form-wished.ts';
import type { ListenerDependencies } from '../listener-dependencies.ts';

/** Somebody opens our Home tab: it is published as things are now, and kept up to date for a while. */
export function homeOpened({
  homes,
  gatekeeper,
}: Pick<ListenerDependencies, 'homes' | 'gatekeeper'>) {
  return async ({
    event,
    body,
  }: SlackEventMiddlewareArgs<'app_home_opened'> & AllMiddlewareArgs): Promise<void> => {
    // It tells of the conversation with us, too.
    if (event.tab !== 'home') return;
    const user = v.parse(UserId, event.user);
    const teams = [v.parse(TeamId, body.team_id)];
    const refusal = gatekeeper({ user, channel: NO_CONVERSATION, teams }, 'anywhere');
    if (refusal) await homes.show(user, homeRefused(refusal));
    else await homes.opened(user);
  };
}
