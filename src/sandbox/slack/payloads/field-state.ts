import type { StoredBlock } from '../blocks/block.ts';
import { type InteractiveElement, interactiveElements } from '../blocks/interactive-elements.ts';
import type { JsonObject } from '../json.ts';
import { typedRichText } from './typed-rich-text.ts';

/** What a person fills in: a text, an option's value, a channel, a date; several for checkboxes and menus of people. */
export type FieldValue = string | readonly string[];

type ElementOf<Type extends InteractiveElement['type']> = Extract<
  InteractiveElement,
  { type: Type }
>;

type Option = JsonObject & { readonly value?: string };

/** The state of an element once `value` is chosen, as Slack reports it; without, its initial state. */
export function fieldState(element: InteractiveElement, value?: FieldValue): JsonObject {
  const { type } = element;
  switch (type) {
    case 'button':
      return { type, text: element.text, ...(element.value ? { value: element.value } : {}) };
    case 'overflow':
      return { type, selected_option: pick(element.options, value) };
    case 'static_select': {
      const { options, option_groups: groups, initial_option: initial } = element;
      const offered = options ?? groups?.flatMap((group) => group.options) ?? [];
      return { type, selected_option: pick(offered, value) ?? initial ?? null };
    }
    case 'radio_buttons':
      return {
        type,
        selected_option: pick(element.options, value) ?? element.initial_option ?? null,
      };
    case 'checkboxes':
      return {
        type,
        selected_options: pickSome(element.options, value) ?? element.initial_options ?? [],
      };
    case 'conversations_select':
      return { type, selected_conversation: one(value) ?? element.initial_conversation ?? null };
    case 'multi_users_select':
      return { type, selected_users: usersWithin(element, value) };
    case 'rich_text_input':
      return { type, rich_text_value: typedRichText(one(value)) ?? element.initial_value ?? null };
    case 'datepicker':
      return { type, selected_date: one(value) ?? element.initial_date ?? null };
    case 'plain_text_input':
      return { type, value: textWithin(element, one(value) ?? element.initial_value) };
  }
}

/** The one element with this action id. Throws where there is none, as a person could not act either. */
export function findElement(
  blocks: readonly StoredBlock[],
  actionId: string,
): { readonly blockId: string; readonly element: InteractiveElement } {
  const found = blocks.flatMap((block) =>
    interactiveElements(block)
      .filter((element) => element.action_id === actionId)
      .map((element) => ({ blockId: block.block_id, element })),
  );
  const [only, another] = found;
  if (only !== undefined && another === undefined) return only;
  const known = blocks.flatMap(interactiveElements).map((element) => element.action_id);
  const problem = only === undefined ? 'No' : 'More than one';
  throw new Error(
    `${problem} element has the action id ${actionId}; there are: ${known.join(', ')}`,
  );
}

function pick(options: readonly Option[], value: FieldValue | undefined): Option | undefined {
  const wanted = one(value);
  if (wanted === undefined) return undefined;
  const found = options.find((option) => option.value === wanted);
  if (found === undefined) throw new Error(`There is no option with the value ${wanted}`);
  return found;
}

function pickSome(options: readonly Option[], value: FieldValue | undefined) {
  if (value === undefined) return undefined;
  const wanted = typeof value === 'string' ? [value] : value;
  return wanted.map((each) => pick(options, each));
}

function usersWithin(
  { initial_users: initial = [], max_selected_items: most }: ElementOf<'multi_users_select'>,
  value: FieldValue | undefined,
): readonly string[] {
  const chosen = value === undefined ? initial : typeof value === 'string' ? [value] : value;
  if (most === undefined || chosen.length <= most) return chosen;
  throw new Error(`Slack's form takes ${most} people here, not ${chosen.length}`);
}

function one(value: FieldValue | undefined): string | undefined {
  if (value === undefined || typeof value === 'string') return value;
  throw new Error('Only checkboxes and menus of people take several values');
}

function textWithin(
  { min_length: least = 0, max_length: most = 3_000 }: { min_length?: number; max_length?: number },
  text: string | undefined,
): string | null {
  if (text === undefined || text === '') return null;
  if (text.length >= least && text.length <= most) return text;
  throw new Error(`Slack's form takes ${least} to ${most} characters here, not ${text.length}`);
}
