import { describe, expect, test } from 'vitest';
import { input, long, option, plain, times } from './block-shapes.ts';
import { createClient, refusal, startSlack } from './start-slack.ts';

const BAD: readonly (readonly [string, object, string])[] = [
  [
    '101 options',
    { type: 'static_select', options: times(101, (i) => option(`${i}`)) },
    'no more than 100 items',
  ],
  [
    'an option value past 150',
    { type: 'static_select', options: [{ text: plain('a'), value: long(151) }] },
    '/options/0/value',
  ],
  [
    'an option description past 75',
    { type: 'static_select', options: [{ ...option('a'), description: plain(long(76)) }] },
    '/options/0/description',
  ],
  [
    'a placeholder past 150',
    { type: 'static_select', options: [option('a')], placeholder: plain(long(151)) },
    '/element/placeholder',
  ],
  ['an empty filter', { type: 'conversations_select', filter: {} }, 'must have at least one field'],
  [
    'eleven radio buttons',
    { type: 'radio_buttons', options: times(11, (i) => option(`${i}`)) },
    'no more than 10 items',
  ],
  [
    'an initial checkbox from elsewhere',
    { type: 'checkboxes', options: [option('a')], initial_options: [option('b')] },
    'initial_options must be among',
  ],
  [
    'a text of more than 3,000 to begin with',
    { type: 'plain_text_input', initial_value: long(3001) },
    '/element/initial_value',
  ],
  ['101 lines', { type: 'rich_text_input', max_lines: 101 }, '/element/max_lines'],
  [
    'plain words to begin a rich text with',
    { type: 'rich_text_input', initial_value: 'x' },
    '/element/initial_value',
  ],
  [
    'no people at all',
    { type: 'multi_users_select', max_selected_items: 0 },
    '/max_selected_items',
  ],
  ['a text longer than any', { type: 'plain_text_input', max_length: 3001 }, '/element/max_length'],
  [
    'a text longer than it may be',
    { type: 'plain_text_input', min_length: 9, max_length: 8 },
    'min_length must not be more',
  ],
];

describe('inputs that Slack refuses', () => {
  test.each(BAD)('refuses %s', async (_what, element, message) => {
    const slack = await startSlack();
    const args = { channel: 'C0DBA', text: 'x', blocks: [input(element)] };
    const data = await refusal(createClient(slack).apiCall('chat.postMessage', args));
    expect(data['error']).toBe('invalid_blocks');
    expect(JSON.stringify(data['response_metadata'])).toContain(message);
  });
});
