import { wireView } from '../api/wire-view.ts';
import { VERIFICATION_TOKEN, wireTeam, wireUser } from '../payloads/people.ts';
import { IDENTITY } from '../state/identity.ts';
import { knownUser, type Scene } from './scene.ts';

export interface CloseOrder {
  readonly user: string;
  readonly viewId: string;
}

/** A person closes the modal before them. The app hears of it only where the modal asks for that. */
export async function closeView(scene: Scene, order: CloseOrder): Promise<void> {
  const user = knownUser(scene, order.user);
  const { views } = scene.workspace;
  const modal = views.openModals(order.user).at(-1);
  if (modal?.id !== order.viewId) {
    throw new Error(`${order.user} does not have the modal ${order.viewId} before them`);
  }
  views.close(modal);
  if (modal.definition.notify_on_close !== true) return;
  await scene.delivery.deliver('interactive', {
    type: 'view_closed',
    team: wireTeam,
    user: wireUser(user),
    api_app_id: IDENTITY.appId,
    token: VERIFICATION_TOKEN,
    view: wireView(modal),
    is_cleared: false,
    is_enterprise_install: false,
    enterprise: null,
  });
}
