import { wireView } from '../api/wire-view.ts';
import type { Acknowledgement } from '../delivery/envelope.ts';
import { VERIFICATION_TOKEN } from '../payloads/people.ts';
import { IDENTITY } from '../state/identity.ts';
import { knownUser, type Scene } from './scene.ts';

/** A person opens the app's Home tab (`app_home_opened`). */
export function openHome(
  scene: Scene,
  { user: userId }: { readonly user: string },
): Promise<Acknowledgement> {
  const { workspace, delivery } = scene;
  const user = knownUser(scene, userId);
  const { channel } = workspace.directory.directMessages(user);
  const home = workspace.views.home(userId);
  const at = workspace.now() / 1_000;
  return delivery.deliver('events_api', {
    token: VERIFICATION_TOKEN,
    team_id: IDENTITY.teamId,
    api_app_id: IDENTITY.appId,
    type: 'event_callback',
    event_id: `Ev${workspace.nextId()}`,
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
    event: {
      type: 'app_home_opened',
      user: userId,
      channel: channel.id,
      tab: 'home',
      event_ts: at.toFixed(6),
      ...(home === undefined ? {} : { view: wireView(home) }),
    },
  });
}
