import * as v from 'valibot';
import { checkHome, checkModal, isViewTooLarge } from '../blocks/view.ts';
import type { SimulatedModal } from '../state/view.ts';
import type { Workspace } from '../state/workspace.ts';
import { type ApiAnswer, refuse, refuseWithMessages } from './answer.ts';
import { required } from './arguments.ts';
import { defineMethod } from './method.ts';
import { wireView } from './wire-view.ts';

export const MOST_VIEWS_IN_A_STACK = 3;

/** https://docs.slack.dev/reference/methods/views.open */
export const viewsOpen = defineMethod({
  args: v.object({ trigger_id: required, view: v.unknown() }),
  run: ({ trigger_id, view }, { workspace }) => openByTrigger(workspace, trigger_id, view),
});

/** https://docs.slack.dev/reference/methods/views.push: on top of what the person has before them. */
export const viewsPush = defineMethod({
  args: v.object({ trigger_id: required, view: v.unknown() }),
  run: ({ trigger_id, view }, { workspace }) => openByTrigger(workspace, trigger_id, view),
});

/** A trigger is spent only where all else is in order. */
function openByTrigger(
  { triggers, views }: Workspace,
  triggerId: string,
  candidate: unknown,
): ApiAnswer {
  if (isViewTooLarge(candidate)) return refuse('view_too_large');
  const checked = checkModal(candidate);
  if (checked.kind === 'invalid') return refuseWithMessages('invalid_arguments', checked.messages);
  const { external_id: externalId } = checked.view;
  if (externalId !== undefined && views.modalByExternalId(externalId) !== undefined) {
    return refuse('duplicate_external_id');
  }
  const exchange = triggers.exchange(triggerId);
  if (exchange.kind === 'refused') return refuse(exchange.error);
  const stack = views.openModals(exchange.user);
  if (stack.length >= MOST_VIEWS_IN_A_STACK) return refuse('push_limit_reached');
  return { ok: true, view: wireView(views.open(exchange, checked.view, stack.at(-1))) };
}

/** https://docs.slack.dev/reference/methods/views.update */
export const viewsUpdate = defineMethod({
  args: v.object({
    view_id: v.exactOptional(required),
    external_id: v.exactOptional(required),
    hash: v.exactOptional(required),
    view: v.unknown(),
  }),
  run: (args, { workspace }) => {
    if (isViewTooLarge(args.view)) return refuse('view_too_large');
    const checked = checkModal(args.view);
    if (checked.kind === 'invalid')
      return refuseWithMessages('invalid_arguments', checked.messages);
    const modal = openModal(workspace, args);
    if (modal === undefined) return refuse('not_found');
    if (args.hash !== undefined && args.hash !== modal.hash) return refuse('hash_conflict');
    return { ok: true, view: wireView(workspace.views.update(modal, checked.view)) };
  },
});

function openModal(
  { views }: Workspace,
  wanted: { readonly view_id?: string; readonly external_id?: string },
): SimulatedModal | undefined {
  const modal =
    wanted.view_id === undefined
      ? views.modalByExternalId(wanted.external_id ?? '')
      : views.modal(wanted.view_id);
  return modal?.open === true ? modal : undefined;
}

/** https://docs.slack.dev/reference/methods/views.publish */
export const viewsPublish = defineMethod({
  args: v.object({ user_id: required, hash: v.exactOptional(required), view: v.unknown() }),
  run: ({ user_id: user, hash, view }, { workspace: { directory, views } }) => {
    if (isViewTooLarge(view)) return refuse('view_too_large');
    const checked = checkHome(view);
    if (checked.kind === 'invalid')
      return refuseWithMessages('invalid_arguments', checked.messages);
    if (directory.user(user) === undefined) {
      return refuseWithMessages('invalid_arguments', ['[ERROR] invalid `user_id`']);
    }
    if (hash !== undefined && hash !== views.home(user)?.hash) return refuse('hash_conflict');
    return { ok: true, view: wireView(views.publish(user, checked.view)) };
  },
});
