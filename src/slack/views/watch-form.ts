import type { KnownBlock, ModalView, PlainTextOption, RichTextBlock } from '@slack/types';
import type { NamedOperation } from '../../asking/find-in-text.ts';
import type { FormChoices } from '../../asking/form-choices.ts';
import { LONGEST_LABEL } from '../../asking/watch.ts';
import type { ChannelId } from '../../watch/names.ts';
import { MOST_TOLD } from '../../watch/tell-at-end.ts';
import { bounded } from '../../words/plain-text.ts';
import { plain, section } from '../messages/blocks.ts';
import { escaped } from '../messages/text.ts';
import type { FormField } from './form-field.ts';
import { locationField, subscriptionField } from './place-fields.ts';

/** Names the form to Slack. */
export const WATCH_FORM = 'watch-form';

/** What a form begins with. */
export interface FormBeginning {
  readonly choices: FormChoices;
  /** Where its card is to stand; undefined leaves it to Slack, which knows where the person is. */
  readonly channel?: ChannelId | undefined;
  /** Said above it; not escaped. */
  readonly notice?: string;
  /** What was found already: one stands in the field, of several it is asked which. */
  readonly found?: readonly NamedOperation[];
}

/** Slack's limits: docs.slack.dev/reference/block-kit/block-elements/checkboxes-element, and of views */
const LIMITS = {
  checkboxes: 10,
  option: 75,
  metadata: 3000,
} as const;

/** The form in which an operation is watched. A slow search is answered in its place. */
export function watchForm({ choices, channel, notice, found = [] }: FormBeginning): ModalView {
  const offered = found.length > 1 ? offeredOf(found) : [];
  const left = found.length - offered.length;
  return {
    type: 'modal',
    callback_id: WATCH_FORM,
    ...(offered.length > 0 && {
      private_metadata: JSON.stringify(offered.map(({ operation }) => operation)),
    }),
    title: plain('Watch an operation'),
    submit: plain('Watch'),
    close: plain('Cancel'),
    blocks: [
      ...(notice === undefined ? [] : [section(escaped(notice, 2500))]),
      ...(offered.length > 0 ? [whichOf(offered)] : [operationField(found[0])]),
      ...(offered.length > 0 && left > 0
        ? [section(`… and ${left} more, which you can watch after these.`)]
        : []),
      channelField(channel),
      labelField(),
      locationField(choices),
      ...(choices.subscriptions.length > 1 ? [subscriptionField(choices)] : []),
      tellField(),
    ],
  };
}

/** Rich text, though nobody needs styles: Slack's plain input ends at 3,000 characters, and a signed URL is longer. */
function operationField(found: NamedOperation | undefined): KnownBlock {
  const initial: RichTextBlock | undefined = found && {
    type: 'rich_text',
    elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: found.operation }] }],
  };
  return {
    type: 'input',
    block_id: 'operation' satisfies FormField,
    label: plain('Operation'),
    hint: plain(
      'The URL from the response header, an ARM id, an operation’s id, or all that az rest --debug has printed.',
    ),
    element: {
      type: 'rich_text_input',
      action_id: 'operation' satisfies FormField,
      placeholder: plain('Paste whatever names it: I find it in there'),
      focus_on_load: found === undefined,
      ...(initial && { initial_value: initial }),
    },
  };
}

/** As many as one list of boxes takes, and as fit into what the form may carry along. */
function offeredOf(found: readonly NamedOperation[]): readonly NamedOperation[] {
  let offered = found.slice(0, LIMITS.checkboxes);
  while (JSON.stringify(offered.map(({ operation }) => operation)).length > LIMITS.metadata) {
    offered = offered.slice(0, -1);
  }
  return offered;
}

function whichOf(offered: readonly NamedOperation[]): KnownBlock {
  const options = offered.map(
    ({ operationId, location }, index): PlainTextOption => ({
      text: { type: 'plain_text', text: bounded(operationId, LIMITS.option), emoji: false },
      value: String(index),
      description: plain(
        location === undefined
          ? 'No location is given: I look for it'
          : `in ${bounded(location, 60)}`,
      ),
    }),
  );
  return {
    type: 'input',
    block_id: 'operation' satisfies FormField,
    label: plain('Which of these?'),
    element: {
      type: 'checkboxes',
      action_id: 'operation' satisfies FormField,
      options,
      initial_options: options,
    },
  };
}

function channelField(channel: ChannelId | undefined): KnownBlock {
  return {
    type: 'input',
    block_id: 'channel' satisfies FormField,
    label: plain('Channel'),
    hint: plain('Its card stands there. A failure is told in the on-call channel as well.'),
    element: {
      type: 'conversations_select',
      action_id: 'channel' satisfies FormField,
      placeholder: plain('Where its card is to stand'),
      ...(channel === undefined
        ? { default_to_current_conversation: true }
        : { initial_conversation: channel }),
    },
  };
}

function labelField(): KnownBlock {
  return {
    type: 'input',
    block_id: 'label' satisfies FormField,
    optional: true,
    label: plain('Label'),
    element: {
      type: 'plain_text_input',
      action_id: 'label' satisfies FormField,
      max_length: LONGEST_LABEL,
      placeholder: plain('What you call it, such as “nightly export”'),
    },
  };
}

function tellField(): KnownBlock {
  return {
    type: 'input',
    block_id: 'tell' satisfies FormField,
    optional: true,
    label: plain('Also tell at the end'),
    hint: plain('You are told in any case.'),
    element: {
      type: 'multi_users_select',
      action_id: 'tell' satisfies FormField,
      placeholder: plain('Whom to mention when it has ended'),
      max_selected_items: MOST_TOLD,
    },
  };
}
