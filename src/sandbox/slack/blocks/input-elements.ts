import * as v from 'valibot';
import { choiceOption, confirmDialog, isAmong, someOf } from './composition.ts';
import { richText } from './rich-text.ts';
import { identifier, plainText } from './text.ts';

const choiceFields = {
  action_id: v.exactOptional(identifier),
  options: someOf(choiceOption, 10),
  confirm: v.exactOptional(confirmDialog),
  focus_on_load: v.exactOptional(v.boolean()),
};

/** https://docs.slack.dev/reference/block-kit/block-elements/radio-button-group-element */
export const radioButtons = v.pipe(
  v.strictObject({
    type: v.literal('radio_buttons'),
    ...choiceFields,
    initial_option: v.exactOptional(choiceOption),
  }),
  v.check(
    (radio) => radio.initial_option === undefined || isAmong(radio.initial_option, radio.options),
    'initial_option must be one of the options',
  ),
);

/** https://docs.slack.dev/reference/block-kit/block-elements/checkboxes-element */
export const checkboxes = v.pipe(
  v.strictObject({
    type: v.literal('checkboxes'),
    ...choiceFields,
    initial_options: v.exactOptional(someOf(choiceOption, 10)),
  }),
  v.check(
    (boxes) => (boxes.initial_options ?? []).every((option) => isAmong(option, boxes.options)),
    'initial_options must be among the options',
  ),
);

/** https://docs.slack.dev/reference/block-kit/block-elements/date-picker-element */
export const datepicker = v.strictObject({
  type: v.literal('datepicker'),
  action_id: v.exactOptional(identifier),
  initial_date: v.exactOptional(v.pipe(v.string(), v.isoDate('must be a date as YYYY-MM-DD'))),
  placeholder: v.exactOptional(plainText(150)),
  confirm: v.exactOptional(confirmDialog),
  focus_on_load: v.exactOptional(v.boolean()),
});

function length(least: number) {
  return v.pipe(v.number(), v.integer(), v.minValue(least), v.maxValue(3000));
}

const dispatchConfig = v.strictObject({
  trigger_actions_on: someOf(v.picklist(['on_enter_pressed', 'on_character_entered']), 2),
});

const lines = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100));

/**
 * https://docs.slack.dev/reference/block-kit/block-elements/rich-text-input-element: as opposed to a plain one,
 * no length is documented for it.
 */
export const richTextInput = v.strictObject({
  type: v.literal('rich_text_input'),
  action_id: v.exactOptional(identifier),
  initial_value: v.exactOptional(richText),
  min_lines: v.exactOptional(lines),
  max_lines: v.exactOptional(lines),
  placeholder: v.exactOptional(plainText(150)),
  focus_on_load: v.exactOptional(v.boolean()),
  dispatch_action_config: v.exactOptional(dispatchConfig),
});

/** https://docs.slack.dev/reference/block-kit/block-elements/plain-text-input-element */
export const plainTextInput = v.pipe(
  v.strictObject({
    type: v.literal('plain_text_input'),
    action_id: v.exactOptional(identifier),
    initial_value: v.exactOptional(v.pipe(v.string(), v.maxLength(3000))),
    multiline: v.exactOptional(v.boolean()),
    min_length: v.exactOptional(length(0)),
    max_length: v.exactOptional(length(1)),
    placeholder: v.exactOptional(plainText(150)),
    focus_on_load: v.exactOptional(v.boolean()),
    dispatch_action_config: v.exactOptional(dispatchConfig),
  }),
  v.check(
    (input) => (input.min_length ?? 0) <= (input.max_length ?? 3000),
    'min_length must not be more than max_length',
  ),
);
