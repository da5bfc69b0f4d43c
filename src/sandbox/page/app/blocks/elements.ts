import type { StoredBlock } from '../../../slack/blocks/block.ts';
import type { InteractiveElement } from '../../../slack/blocks/interactive-elements.ts';

export type BlockOf<Type extends StoredBlock['type']> = Extract<StoredBlock, { type: Type }>;
export type ElementOf<Type extends InteractiveElement['type']> = Extract<
  InteractiveElement,
  { type: Type }
>;

/** An element that holds a value: everything but a button and an overflow menu. */
export type FieldElement = Exclude<InteractiveElement, { type: 'button' | 'overflow' }>;
/** Several for checkboxes and menus of people. */
export type FieldValue = string | readonly string[];

export type Confirmation = NonNullable<ElementOf<'button'>['confirm']>;
export type TextObject = Confirmation['text'];

/** What an element holds before anybody has touched it. */
export function initialValue(element: FieldElement): FieldValue {
  switch (element.type) {
    case 'plain_text_input':
      return element.initial_value ?? '';
    case 'static_select':
    case 'radio_buttons':
      return element.initial_option?.value ?? '';
    case 'checkboxes':
      return (element.initial_options ?? []).map((option) => option.value);
    case 'conversations_select':
      return element.initial_conversation ?? '';
    case 'multi_users_select':
      return element.initial_users ?? [];
    case 'rich_text_input':
      return plainTextOf(element.initial_value);
    case 'datepicker':
      return element.initial_date ?? '';
  }
}

/** What a rich text says, without its styles. */
function plainTextOf(text: ElementOf<'rich_text_input'>['initial_value']): string {
  const runs = (text?.elements ?? []).flatMap(({ elements }) => elements);
  return runs.map((run) => String(run['text'] ?? run['url'] ?? '')).join('');
}
