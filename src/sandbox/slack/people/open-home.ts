import { wireView } from '../api/wire-view.ts';
import type { Acknowledgement } from '../delivery/envelope.ts';
import { eventCallback } from '../payloads/event-callback.ts';
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
  const event = {
    type: 'app_home_opened',
    user: userId,
    channel: channel.id,
    tab: 'home',
    ...(home === undefined ? {} : { view: wireView(home) }),
  };
  return delivery.deliver('events_api', eventCallback(workspace, event));
}
