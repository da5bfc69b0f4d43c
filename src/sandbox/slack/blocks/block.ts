import * as v from 'valibot';
import { button } from './button.ts';
import { someOf } from './composition.ts';
import { imageBlock, imageElement } from './image.ts';
import {
  checkboxes,
  datepicker,
  plainTextInput,
  radioButtons,
  richTextInput,
} from './input-elements.ts';
import { richText } from './rich-text.ts';
import { conversationsSelect, multiUsersSelect, overflow, staticSelect } from './select.ts';
import { anyText, identifier, mrkdwn, plainText } from './text.ts';

const blockId = { block_id: v.exactOptional(identifier) };

const header = v.strictObject({ type: v.literal('header'), ...blockId, text: plainText(150) });

const section = v.pipe(
  v.strictObject({
    type: v.literal('section'),
    ...blockId,
    text: v.exactOptional(anyText(3000)),
    fields: v.exactOptional(someOf(anyText(2000), 10)),
    accessory: v.exactOptional(
      v.variant('type', [
        button,
        checkboxes,
        conversationsSelect,
        datepicker,
        imageElement,
        multiUsersSelect,
        overflow,
        radioButtons,
        staticSelect,
      ]),
    ),
    expand: v.exactOptional(v.boolean()),
  }),
  v.check(
    (block) => block.text !== undefined || block.fields !== undefined,
    'missing required field: text or fields',
  ),
);

const context = v.strictObject({
  type: v.literal('context'),
  ...blockId,
  elements: someOf(v.variant('type', [imageElement, plainText(3000), mrkdwn(3000)]), 10),
});

const actions = v.strictObject({
  type: v.literal('actions'),
  ...blockId,
  elements: someOf(
    v.variant('type', [
      button,
      checkboxes,
      conversationsSelect,
      datepicker,
      overflow,
      radioButtons,
      staticSelect,
    ]),
    25,
  ),
});

const divider = v.strictObject({ type: v.literal('divider'), ...blockId });

const input = v.strictObject({
  type: v.literal('input'),
  ...blockId,
  label: plainText(2000),
  hint: v.exactOptional(plainText(2000)),
  optional: v.exactOptional(v.boolean()),
  dispatch_action: v.exactOptional(v.boolean()),
  element: v.variant('type', [
    checkboxes,
    conversationsSelect,
    datepicker,
    multiUsersSelect,
    plainTextInput,
    radioButtons,
    richTextInput,
    staticSelect,
  ]),
});

/** The blocks this simulation knows; Slack's own list is longer. */
export const block = v.variant('type', [
  actions,
  context,
  divider,
  header,
  imageBlock,
  input,
  richText,
  section,
]);
export type Block = v.InferOutput<typeof block>;

/** A block as Slack keeps it: with the id Slack gave it where the app gave none. */
export type StoredBlock = Block & { readonly block_id: string };
