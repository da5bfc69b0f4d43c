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
import { createClient, refusal, startSlack } from './start-slack.ts';

const BAD: readonly (readonly [string, unknown, string])[] = [
  [
    'an unknown block',
    { type: 'progress' },
    'unsupported type: "progress" [json-pointer:/blocks/0/type]',
  ],
  ['a block that is no object', 'divider', '/blocks/0'],
  [
    'an unknown field',
    { type: 'divider', colour: 'red' },
    'no more fields allowed [json-pointer:/blocks/0/colour]',
  ],
  [
    'a header past 150',
    { type: 'header', text: plain(long(151)) },
    'must be less than 151 characters [json-pointer:/blocks/0/text/text]',
  ],
  ['a header in mrkdwn', { type: 'header', text: mrkdwn('x') }, '/blocks/0/text/type'],
  [
    'an empty text',
    section({ text: mrkdwn('') }),
    'must be more than 0 characters [json-pointer:/blocks/0/text/text]',
  ],
  [
    'a section past 3,000',
    section({ text: mrkdwn(long(3001)) }),
    'must be less than 3001 characters',
  ],
  ['an empty section', section({}), 'missing required field: text or fields'],
  [
    'eleven fields',
    section({ fields: times(11, () => plain('x')) }),
    'no more than 10 items allowed',
  ],
  ['a field past 2,000', section({ fields: [plain(long(2001))] }), '/blocks/0/fields/0/text'],
  [
    'a text input as an accessory',
    section({ text: plain('x'), accessory: { type: 'plain_text_input' } }),
    'unsupported type',
  ],
  ['emoji on mrkdwn', section({ text: { ...mrkdwn('x'), emoji: true } }), 'no more fields allowed'],
  [
    'eleven context elements',
    { type: 'context', elements: times(11, () => mrkdwn('x')) },
    'no more than 10 items',
  ],
  ['an empty context', { type: 'context', elements: [] }, 'must have at least 1 item'],
  [
    'a button in a context',
    { type: 'context', elements: [button()] },
    'unsupported type: "button"',
  ],
  ['26 actions', actions(...times(26, () => button())), 'no more than 25 items allowed'],
  ['an empty actions block', actions(), 'must have at least 1 item'],
  [
    'a button text past 75',
    actions(button({ text: plain(long(76)) })),
    'must be less than 76 characters',
  ],
  ['a button text in mrkdwn', actions(button({ text: mrkdwn('x') })), '/elements/0/text/type'],
  ['a button value past 2,000', actions(button({ value: long(2001) })), '/elements/0/value'],
  ['an empty button value', actions(button({ value: '' })), '/elements/0/value'],
  ['a button URL past 3,000', actions(button({ url: `https://${long(3000)}` })), '/elements/0/url'],
  ['a button URL that is none', actions(button({ url: 'here' })), 'must be a URL'],
  ['an unknown button style', actions(button({ style: 'default' })), '/elements/0/style'],
  ['an action id past 255', actions(button({ action_id: long(256) })), '/elements/0/action_id'],
  [
    'an action id twice',
    actions(button({ action_id: 'a' }), button({ action_id: 'a' })),
    'duplicate action_id',
  ],
  [
    'a confirm title past 100',
    actions(button({ confirm: { title: plain(long(101)), text: plain('x') } })),
    '/confirm/title',
  ],
  [
    'six overflow options',
    actions({ type: 'overflow', options: times(6, (i) => option(`${i}`)) }),
    'no more than 5 items',
  ],
  ['a block id past 255', { type: 'divider', block_id: long(256) }, '/blocks/0/block_id'],
  [
    'an image without alt text',
    { type: 'image', image_url: 'https://x.test' },
    'missing required field [json-pointer:/blocks/0/alt_text]',
  ],
  [
    'an image without a source',
    { type: 'image', alt_text: 'x' },
    'must have exactly one of image_url and slack_file',
  ],
  [
    'an option past 75',
    input({ type: 'static_select', options: [{ text: plain(long(76)), value: 'a' }] }),
    '/options/0/text',
  ],
  [
    'an initial option from elsewhere',
    input({ type: 'static_select', options: [option('a')], initial_option: option('b') }),
    'initial_option must be one of the options',
  ],
  [
    'a select without options',
    input({ type: 'static_select' }),
    'exactly one of options and option_groups',
  ],
  ['a button in an input', input(button()), 'unsupported type: "button"'],
  [
    'a date that is none',
    input({ type: 'datepicker', initial_date: '31.1.2030' }),
    'must be a date',
  ],
  [
    'a plain context text past 3,000',
    { type: 'context', elements: [plain(long(3001))] },
    '/elements/0/text',
  ],
  [
    'a label past 2,000',
    { ...input({ type: 'plain_text_input' }), label: plain(long(2001)) },
    '/blocks/0/label/text',
  ],
  [
    'a hint past 2,000',
    { ...input({ type: 'plain_text_input' }), hint: plain(long(2001)) },
    '/blocks/0/hint/text',
  ],
  [
    'an alt text past 2,000',
    { type: 'image', image_url: 'https://x.test', alt_text: long(2001) },
    '/blocks/0/alt_text',
  ],
  ['an unknown button field', actions(button({ colour: 'red' })), '/elements/0/colour'],
  [
    'an accessibility label past 75',
    actions(button({ accessibility_label: long(76) })),
    '/accessibility_label',
  ],
  [
    'a confirm text past 300',
    actions(button({ confirm: { text: plain(long(301)) } })),
    '/confirm/text',
  ],
  [
    'a confirm button past 30',
    actions(button({ confirm: { text: plain('x'), confirm: plain(long(31)) } })),
    '/confirm/confirm',
  ],
  [
    'a deny button past 30',
    actions(button({ confirm: { text: plain('x'), deny: plain(long(31)) } })),
    '/confirm/deny',
  ],
  [
    'an unknown confirm field',
    actions(button({ confirm: { text: plain('x'), ok: 'y' } })),
    '/confirm/ok',
  ],
];

async function post(blocks: unknown) {
  const slack = await startSlack();
  const args = { channel: 'C0DBA', text: 'x', blocks };
  return { slack, call: createClient(slack).apiCall('chat.postMessage', args) };
}

describe('blocks that Slack refuses', () => {
  test.each(BAD)('refuses %s', async (_what, block, message) => {
    const { slack, call } = await post([block]);
    const data = await refusal(call);
    expect(data['error']).toBe('invalid_blocks');
    expect(JSON.stringify(data['response_metadata'])).toContain(
      JSON.stringify(message).slice(1, -1),
    );
    expect(slack.messages('C0DBA')).toEqual([]);
  });

  test('takes 50 blocks, and refuses 51', async () => {
    await (await post(times(50, () => ({ type: 'divider' })))).call;
    const { call } = await post(times(51, () => ({ type: 'divider' })));
    expect(await refusal(call)).toMatchObject({
      error: 'invalid_blocks',
      response_metadata: {
        messages: ['[ERROR] no more than 50 items allowed [json-pointer:/blocks]'],
      },
    });
  });

  test('refuses a block id twice', async () => {
    const { call } = await post(times(2, () => ({ type: 'divider', block_id: 'same' })));
    expect(await refusal(call)).toMatchObject({
      error: 'invalid_blocks',
      response_metadata: {
        messages: ['[ERROR] duplicate block_id [json-pointer:/blocks/1/block_id]'],
      },
    });
  });

  test.each([['[{'], ['{}']])('refuses %s as blocks', async (blocks) => {
    const { call } = await post(blocks);
    expect((await refusal(call))['error']).toBe('invalid_blocks_format');
  });
});
