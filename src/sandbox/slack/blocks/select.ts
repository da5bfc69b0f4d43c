import * as v from 'valibot';
import { confirmDialog, isAmong, overflowOption, plainOption, someOf } from './composition.ts';
import { boundedString, identifier, plainText } from './text.ts';

const selectFields = {
  action_id: v.exactOptional(identifier),
  placeholder: v.exactOptional(plainText(150)),
  confirm: v.exactOptional(confirmDialog),
  focus_on_load: v.exactOptional(v.boolean()),
};

const optionGroup = v.strictObject({ label: plainText(75), options: someOf(plainOption, 100) });

/** https://docs.slack.dev/reference/block-kit/block-elements/select-menu-element#static_select */
export const staticSelect = v.pipe(
  v.strictObject({
    type: v.literal('static_select'),
    ...selectFields,
    options: v.exactOptional(someOf(plainOption, 100)),
    option_groups: v.exactOptional(someOf(optionGroup, 100)),
    initial_option: v.exactOptional(plainOption),
  }),
  v.check(
    (select) => (select.options === undefined) !== (select.option_groups === undefined),
    'must have exactly one of options and option_groups',
  ),
  v.check((select) => {
    const offered = select.options ?? select.option_groups?.flatMap((group) => group.options) ?? [];
    return select.initial_option === undefined || isAmong(select.initial_option, offered);
  }, 'initial_option must be one of the options'),
);

/** https://docs.slack.dev/reference/block-kit/block-elements/select-menu-element#conversations_select */
export const conversationsSelect = v.strictObject({
  type: v.literal('conversations_select'),
  ...selectFields,
  initial_conversation: v.exactOptional(boundedString(255)),
  default_to_current_conversation: v.exactOptional(v.boolean()),
  response_url_enabled: v.exactOptional(v.boolean()),
  filter: v.exactOptional(
    v.pipe(
      v.strictObject({
        include: v.exactOptional(someOf(v.picklist(['im', 'mpim', 'private', 'public']), 4)),
        exclude_external_shared_channels: v.exactOptional(v.boolean()),
        exclude_bot_users: v.exactOptional(v.boolean()),
      }),
      v.check((filter) => Object.keys(filter).length > 0, 'must have at least one field'),
    ),
  ),
});

/** https://docs.slack.dev/reference/block-kit/block-elements/multi-select-menu-element#users_multi_select */
export const multiUsersSelect = v.strictObject({
  type: v.literal('multi_users_select'),
  ...selectFields,
  initial_users: v.exactOptional(v.array(boundedString(255))),
  max_selected_items: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(1))),
});

/** https://docs.slack.dev/reference/block-kit/block-elements/overflow-menu-element */
export const overflow = v.strictObject({
  type: v.literal('overflow'),
  action_id: v.exactOptional(identifier),
  options: someOf(overflowOption, 5),
  confirm: v.exactOptional(confirmDialog),
});
