import { IDENTITY } from '../state/identity.ts';
import type { SimulatedView } from '../state/view.ts';

/** A view in the shape the Web API and the interaction payloads give it. */
export function wireView(view: SimulatedView, values: unknown = {}) {
  const { definition } = view;
  return {
    id: view.id,
    team_id: IDENTITY.teamId,
    app_id: IDENTITY.appId,
    app_installed_team_id: IDENTITY.teamId,
    bot_id: IDENTITY.botId,
    callback_id: '',
    private_metadata: '',
    external_id: '',
    title: { type: 'plain_text', text: 'View Title', emoji: true },
    submit: null,
    close: null,
    clear_on_close: false,
    notify_on_close: false,
    ...definition,
    state: { values },
    hash: view.hash,
    root_view_id: view.rootId,
    previous_view_id: view.previousId ?? null,
  };
}
