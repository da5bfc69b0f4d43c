import { describe, expect, test } from 'vitest';
import {
  actions,
  button,
  input,
  long,
  mrkdwn,
  option,
  plain,
  section,
  times,
} from './block-shapes.ts';
import { createClient, startSlack } from './start-slack.ts';

const GOOD: readonly (readonly [string, unknown])[] = [
  ['a header of 150', { type: 'header', text: plain(long(150)) }],
  ['a section of 3,000', section({ text: mrkdwn(long(3000)) })],
  ['a field of 2,000', section({ fields: [mrkdwn(long(2000))] })],
  ['ten fields of 1,200', section({ fields: times(10, () => mrkdwn(long(1200))) })],
  ['a section with a button', section({ text: plain('x'), accessory: button() })],
  ['ten context elements', { type: 'context', elements: times(10, () => mrkdwn('x')) }],
  [
    'a context with an image',
    {
      type: 'context',
      elements: [{ type: 'image', image_url: 'https://x.test/y', alt_text: 'y' }],
    },
  ],
  ['25 actions', actions(...times(25, (i) => button({ action_id: `a${i}` })))],
  [
    'a button with all fields',
    actions(
      button({
        action_id: long(255),
        value: long(2000),
        style: 'danger',
        accessibility_label: 'Stop it',
        confirm: {
          title: plain('Sure?'),
          text: mrkdwn('x'),
          confirm: plain('Yes'),
          deny: plain('No'),
          style: 'danger',
        },
      }),
    ),
  ],
  ['a link button', actions(button({ url: 'https://x.test/y' }))],
  [
    'an overflow menu',
    actions({
      type: 'overflow',
      options: [option('a'), { ...option('b'), url: 'https://x.test' }],
    }),
  ],
  ['a divider', { type: 'divider', block_id: long(255) }],
  ['an image', { type: 'image', image_url: 'https://x.test/y', alt_text: 'y', title: plain('T') }],
  [
    'rich text',
    {
      type: 'rich_text',
      elements: [
        {
          type: 'rich_text_section',
          elements: [{ type: 'text', text: 'x', style: { bold: true } }],
        },
      ],
    },
  ],
  [
    'a text input',
    input({ type: 'plain_text_input', multiline: true, max_length: 3000, placeholder: plain('p') }),
  ],
  [
    'a select',
    input({ type: 'static_select', options: [option('a')], initial_option: option('a') }),
  ],
  [
    'a grouped select',
    input({
      type: 'static_select',
      option_groups: [{ label: plain('G'), options: [option('a')] }],
    }),
  ],
  [
    'a conversations select',
    input({
      type: 'conversations_select',
      default_to_current_conversation: true,
      filter: { include: ['public'] },
    }),
  ],
  [
    'a rich text input',
    input({
      type: 'rich_text_input',
      min_lines: 3,
      placeholder: plain('p'),
      initial_value: {
        type: 'rich_text',
        elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: 'x' }] }],
      },
    }),
  ],
  [
    'a menu of people',
    input({ type: 'multi_users_select', initial_users: ['U0ALICE'], max_selected_items: 20 }),
  ],
  ['radio buttons', actions({ type: 'radio_buttons', options: [option('a')] })],
  [
    'checkboxes',
    input({ type: 'checkboxes', options: [option('a')], initial_options: [option('a')] }),
  ],
  [
    'a date picker',
    section({ text: plain('x'), accessory: { type: 'datepicker', initial_date: '2030-01-31' } }),
  ],
  ['text that looks like a broken mention', section({ text: mrkdwn('a < b & <oops') })],
];

describe('blocks', () => {
  test.each(GOOD)('takes %s', async (_what, block) => {
    const slack = await startSlack();
    const args = { channel: 'C0DBA', text: 'x', blocks: [block] };
    await createClient(slack).apiCall('chat.postMessage', args);
    expect(slack.messages('C0DBA')[0]?.blocks).toMatchObject([block]);
  });
});
