import type { JsonObject } from '../json.ts';
import { IDENTITY } from '../state/identity.ts';
import type { Workspace } from '../state/workspace.ts';
import { VERIFICATION_TOKEN } from './people.ts';

/** An event with what Slack puts around each. */
export function eventCallback(
  { nextId, now }: Pick<Workspace, 'nextId' | 'now'>,
  event: JsonObject,
): JsonObject {
  const at = now() / 1_000;
  return {
    token: VERIFICATION_TOKEN,
    team_id: IDENTITY.teamId,
    api_app_id: IDENTITY.appId,
    type: 'event_callback',
    event_id: `Ev${nextId()}`,
    event_time: Math.floor(at),
    authorizations: [
      {
        enterprise_id: null,
        team_id: IDENTITY.teamId,
        user_id: IDENTITY.botUserId,
        is_bot: true,
        is_enterprise_install: false,
      },
    ],
    is_ext_shared_channel: false,
    event: { ...event, event_ts: at.toFixed(6) },
  };
}
