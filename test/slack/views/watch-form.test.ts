import { describe, expect, test } from 'vitest';
import type { NamedOperation } from '../../../src/asking/find-in-text.ts';
import { formChoices } from '../../../src/asking/form-choices.ts';
import { checkModal } from '../../../src/sandbox/slack/blocks/view.ts';
import { readForm } from '../../../src/slack/views/read-form.ts';
import { type FormBeginning, watchForm } from '../../../src/slack/views/watch-form.ts';
import { channelNamed, userNamed } from '../../names.ts';

const channel = channelNamed('C0DBA');
const reach = {
  cloud: 'public' as const,
  armEndpoint: 'https://management.azure.com',
  subscriptions: [],
  locations: [],
};
const id = (n: number) => `${String(n).padStart(8, '0')}-bbbb-cccc-dddd-eeeeeeeeeeee`;
const choicesOf = (given: Partial<typeof FULL> = {}, defaults = {}) =>
  formChoices(channel, {
    reach: { ...reach, ...given },
    defaults: defaultsOf(async () => defaults),
  });
const defaultsOf = (of: () => Promise<object>) => ({
  of: async () => ({ ...(await of()), changedBy: userNamed('U0ALICE'), changedAt: 1 }),
});
const FULL = {
  subscriptions: Array.from({ length: 250 }, (_, n) => ({
    name: `${'ملف'.repeat(50)}${n}`,
    id: id(n),
  })),
  locations: Array.from({ length: 150 }, (_, n) => `region ${n} ${'x'.repeat(40)}`),
};
const operation = (n: number, length = 36): NamedOperation => ({
  operation: `/subscriptions/${id(n)}/providers/Microsoft.DBforMySQL/locations/eastus/operationProgress/${'x'.repeat(length)}`,
  operationId: 'x'.repeat(length),
  location: n % 2 === 0 ? undefined : '😀'.repeat(60),
});

/** What the strict Slack finds wrong with a form. */
function problems(beginning: FormBeginning): readonly string[] {
  const checked = checkModal(watchForm(beginning));
  return checked.kind === 'invalid' ? checked.messages : [];
}

describe('the form is one that Slack takes', () => {
  test('with as little as there may be', async () => {
    expect(problems({ choices: await choicesOf() })).toEqual([]);
  });

  test('with as much as there may be, from right to left and with emoji', async () => {
    const choices = await choicesOf(FULL, { location: 'region 7', subscription: id(249) });
    for (const count of [0, 1, 2, 10, 11, 500]) {
      const found = Array.from({ length: count }, (_, n) => operation(n, 200));
      expect(problems({ choices, channel, found, notice: '🙅 ‮<!channel> &'.repeat(1000) })).toEqual(
        [],
      );
    }
  });

  test.each(['', ' ', 'East US', 'nowhere at all'])(
    'with the default location %j',
    async (location) => {
      expect(
        problems({ choices: await choicesOf({ locations: ['East US'] }, { location }) }),
      ).toEqual([]);
    },
  );
});

test('the form begins with what its channel is used to', async () => {
  const subscriptions = [
    { name: 'prod', id: id(1) },
    { name: 'test', id: id(2) },
  ];
  const choices = await choicesOf(
    { subscriptions },
    { location: 'westeurope', subscription: id(2) },
  );
  const shown = JSON.stringify(watchForm({ choices, channel }).blocks);
  expect(shown).toContain('"initial_option":{"text":{"type":"plain_text","text":"West Europe"');
  expect(shown).toContain('"initial_option":{"text":{"type":"plain_text","text":"test"');
});

test('the form does not wait long for that, nor fails with it', async () => {
  const never = new Promise<never>(() => undefined);
  const late = await formChoices(channel, { reach, defaults: defaultsOf(() => never) });
  const failed = await formChoices(channel, {
    reach,
    defaults: defaultsOf(async () => Promise.reject(new Error('x'))),
  });
  expect([late.defaults, failed.defaults]).toEqual([{}, {}]);
});

test.each([
  ['public', 'East US', ['USGov Virginia', 'China North']],
  ['usgov', 'USGov Virginia', ['East US', 'China North']],
  ['china', 'China North', ['East US', 'USGov Virginia']],
] as const)('the %s cloud’s locations are offered, and no other’s', async (cloud, own, others) => {
  const choices = await formChoices(channel, {
    reach: { ...reach, cloud },
    defaults: defaultsOf(async () => ({})),
  });
  const offered = JSON.stringify(watchForm({ choices, channel }));
  expect(offered).toContain(`"${own}"`);
  expect(others.filter((name) => offered.includes(name))).toEqual([]);
});

test('of a single subscription nobody is asked which', async () => {
  const choices = await choicesOf({ subscriptions: [{ name: 'prod', id: id(1) }] });
  expect(JSON.stringify(watchForm({ choices }))).not.toContain('Subscription');
});

describe('what is filled in', () => {
  const keep = (text: string) => text;
  const field = (name: string, value: object) => ({ [name]: { [name]: value } });
  const typed = (text: string) => ({
    rich_text_value: {
      type: 'rich_text',
      elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text }] }],
    },
  });
  const filled = (fields: object, metadata = '') => ({
    private_metadata: metadata,
    state: { values: { ...field('channel', { selected_conversation: channel }), ...fields } },
  });

  test('becomes a wish', () => {
    const view = filled({
      ...field('operation', typed('see x')),
      ...field('label', { value: ' nightly ' }),
      ...field('location', { selected_option: { value: 'East US' } }),
      ...field('subscription', { selected_option: null }),
      ...field('tell', { selected_users: ['U0BOB'] }),
    });
    expect(readForm(view, keep)).toEqual({
      kind: 'filled',
      channel,
      wish: { operation: 'see x', label: 'nightly', location: 'East US', tellAlso: ['U0BOB'] },
    });
  });

  test('is no more than usual where its channel’s place was left as it stood', () => {
    const view = filled({
      ...field('operation', typed('see x')),
      ...field('location', { selected_option: { value: 'usual:East US' } }),
      ...field('subscription', { selected_option: { value: `usual:${id(2)}` } }),
    });
    expect(readForm(view, keep)).toEqual({
      kind: 'filled',
      channel,
      wish: {
        operation: 'see x',
        tellAlso: [],
        usual: { location: 'East US', subscription: id(2) },
      },
    });
  });

  test('is marked at its field where it can’t be one', () => {
    const view = filled({
      ...field('channel', { selected_conversation: null }),
      ...field('operation', typed(' ')),
      ...field('label', { value: 'x'.repeat(81) }),
      ...field('tell', { selected_users: Array.from({ length: 21 }, (_, n) => `U${n}`) }),
    });
    const read = readForm(view, keep);
    expect(read.kind === 'wrong' && Object.keys(read.errors).sort()).toEqual([
      ...['channel', 'label', 'operation', 'tell'],
    ]);
  });

  test('of several that were offered is those that were chosen', () => {
    const boxes = { selected_options: [{ value: '2' }, { value: '0' }, { value: '9' }] };
    const view = filled(field('operation', boxes), JSON.stringify(['a', 'b', 'c']));
    expect(readForm(view, keep)).toMatchObject({ wish: { operation: 'c\na' } });
    expect(readForm(filled(field('operation', boxes), '{'), keep).kind).toBe('wrong');
  });

  test('holds none of our own secrets', () => {
    const view = filled({
      ...field('operation', typed('xoxb-1')),
      ...field('label', { value: 'xoxb-1' }),
    });
    expect(JSON.stringify(readForm(view, (text) => text.replace('xoxb-1', '…')))).not.toContain(
      'xoxb',
    );
  });
});
