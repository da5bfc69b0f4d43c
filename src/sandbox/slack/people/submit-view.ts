import * as v from 'valibot';
import { MOST_VIEWS_IN_A_STACK } from '../api/views.ts';
import { wireView } from '../api/wire-view.ts';
import { interactiveElements } from '../blocks/interactive-elements.ts';
import { checkModal, isViewTooLarge } from '../blocks/view.ts';
import { DispatchError } from '../delivery/dispatch-error.ts';
import type { Acknowledgement } from '../delivery/envelope.ts';
import type { JsonObject } from '../json.ts';
import { type FieldValue, fieldState, findElement } from '../payloads/field-state.ts';
import { VERIFICATION_TOKEN, wireTeam, wireUser } from '../payloads/people.ts';
import { IDENTITY } from '../state/identity.ts';
import type { SimulatedModal } from '../state/view.ts';
import type { Views } from '../state/views.ts';
import { knownUser, type Scene } from './scene.ts';

export interface SubmitOrder {
  readonly user: string;
  readonly viewId: string;
  /** What the person filled in, by action id. What is not named keeps its initial value. */
  readonly values: Readonly<Record<string, FieldValue>>;
}

const viewAnswer = v.variant('response_action', [
  v.strictObject({
    response_action: v.literal('errors'),
    errors: v.record(v.string(), v.pipe(v.string(), v.minLength(1))),
  }),
  v.strictObject({ response_action: v.literal('update'), view: v.unknown() }),
  v.strictObject({ response_action: v.literal('push'), view: v.unknown() }),
  v.strictObject({ response_action: v.literal('clear') }),
]);

/**
 * A person submits a modal, and the modal does what the app answers. Throws where Slack's own form
 * would not let the person submit.
 */
export async function submitView(scene: Scene, order: SubmitOrder): Promise<Acknowledgement> {
  const user = knownUser(scene, order.user);
  const { views, triggers } = scene.workspace;
  const modal = views.openModals(order.user).at(-1);
  if (modal?.id !== order.viewId) {
    throw new Error(`${order.user} does not have the modal ${order.viewId} before them`);
  }
  const taken = await scene.delivery.deliver('interactive', {
    type: 'view_submission',
    team: wireTeam,
    user: wireUser(user),
    api_app_id: IDENTITY.appId,
    token: VERIFICATION_TOKEN,
    trigger_id: triggers.issue(order.user, modal.conversation),
    view: wireView(modal, filledIn(modal, order.values)),
    response_urls: [],
    is_enterprise_install: false,
    enterprise: null,
  });
  follow(views, modal, taken.response);
  return taken;
}

function filledIn(modal: SimulatedModal, values: SubmitOrder['values']): JsonObject {
  const { blocks } = modal.definition;
  for (const actionId of Object.keys(values)) findElement(blocks, actionId);
  const states = blocks.flatMap((block) => {
    const fields = interactiveElements(block)
      .filter(({ type }) => type !== 'button' && type !== 'overflow')
      .map((element) => {
        const { action_id: id = '' } = element;
        return [id, fieldState(element, values[id])] as const;
      });
    if (block.type === 'input' && block.optional !== true) requireFilled(fields);
    return fields.length === 0 ? [] : [[block.block_id, Object.fromEntries(fields)]];
  });
  return Object.fromEntries(states);
}

function requireFilled(fields: readonly (readonly [string, JsonObject])[]): void {
  for (const [id, { type: _type, ...chosen }] of fields) {
    const [value] = Object.values(chosen);
    if (value === null || (Array.isArray(value) && value.length === 0)) {
      throw new Error(`Slack's form does not let anybody leave ${id} empty`);
    }
  }
}

function follow(views: Views, modal: SimulatedModal, response: JsonObject | undefined): void {
  if (response === undefined) {
    views.close(modal);
    return;
  }
  const parsed = v.safeParse(viewAnswer, response);
  if (!parsed.success) throw unusable(parsed.issues.map((issue) => issue.message));
  const answer = parsed.output;
  switch (answer.response_action) {
    case 'clear':
      for (const each of views.openModals(modal.user)) views.close(each);
      return;
    case 'errors':
      requireInputs(modal, Object.keys(answer.errors));
      views.showErrors(modal, answer.errors);
      return;
    case 'update':
      views.update(modal, usableModal(answer.view));
      return;
    case 'push':
      if (views.openModals(modal.user).length >= MOST_VIEWS_IN_A_STACK) {
        throw unusable(['push_limit_reached']);
      }
      views.open(modal, usableModal(answer.view), modal);
      return;
  }
}

function requireInputs({ definition }: SimulatedModal, blockIds: readonly string[]): void {
  const inputs = new Set(
    definition.blocks.filter((block) => block.type === 'input').map((block) => block.block_id),
  );
  const strange = blockIds.filter((id) => !inputs.has(id));
  if (strange.length > 0) throw unusable([`no input blocks: ${strange.join(', ')}`]);
}

function usableModal(candidate: unknown) {
  if (isViewTooLarge(candidate)) throw unusable(['view_too_large']);
  const checked = checkModal(candidate);
  if (checked.kind === 'invalid') throw unusable(checked.messages);
  return checked.view;
}

function unusable(messages: readonly string[]): DispatchError {
  return new DispatchError('invalid_command_response', messages.join('; '));
}
