import * as v from 'valibot';
import { IDENTITY } from '../state/identity.ts';
import { refuse } from './answer.ts';
import { required } from './arguments.ts';
import { defineMethod } from './method.ts';

/** https://docs.slack.dev/reference/methods/auth.test */
export const authTest = defineMethod({
  args: v.object({}),
  run: () => ({
    ok: true,
    url: IDENTITY.url,
    team: IDENTITY.teamName,
    team_id: IDENTITY.teamId,
    user: IDENTITY.botName,
    user_id: IDENTITY.botUserId,
    bot_id: IDENTITY.botId,
    is_enterprise_install: false,
  }),
});

/** https://docs.slack.dev/reference/methods/apps.connections.open */
export const appsConnectionsOpen = defineMethod({
  token: 'app',
  args: v.object({}),
  run: (_args, { socketUrl }) => ({ ok: true, url: socketUrl() }),
});

/** https://docs.slack.dev/reference/methods/users.info */
export const usersInfo = defineMethod({
  scope: 'users:read',
  args: v.object({ user: required }),
  run: ({ user: id }, { workspace }) => {
    const user = workspace.directory.user(id);
    if (user === undefined) return refuse('user_not_found');
    return {
      ok: true,
      user: {
        id,
        team_id: IDENTITY.teamId,
        name: user.name,
        real_name: user.name,
        deleted: false,
        is_bot: false,
        tz: user.zone ?? 'America/Los_Angeles',
        profile: { display_name: user.name, real_name: user.name },
      },
    };
  },
});
