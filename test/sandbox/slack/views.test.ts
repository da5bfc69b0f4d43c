import type { ModalView } from '@slack/web-api';
import { describe, expect, test } from 'vitest';
import { startBolt } from './start-bolt.ts';
import {
  createClient,
  createClock,
  present,
  refusal,
  refusedWith,
  startSlack,
} from './start-slack.ts';

const title = { type: 'plain_text', text: 'Title' } as const;
const modal: ModalView = { type: 'modal', title, blocks: [{ type: 'divider' }] };

/** A person has just run a command: their trigger, and a client to use it with. */
async function runCommand() {
  const clock = createClock();
  const slack = await startSlack({ now: clock.now });
  await startBolt(slack, 'http', (app) => {
    app.command('/mysqlop', ({ ack }) => ack());
  });
  const trigger = async () =>
    (await slack.command({ channel: 'C0DBA', user: 'U0ALICE', text: '' })).triggerId;
  return { slack, clock, client: createClient(slack), trigger, trigger_id: await trigger() };
}

describe('views.open', () => {
  test('opens a modal for the person whose trigger it is', async () => {
    const { slack, client, trigger_id } = await runCommand();
    const view = { ...modal, callback_id: 'watch', private_metadata: '{}' };
    const answer = await client.views.open({ trigger_id, view });
    expect(answer.view).toMatchObject({ callback_id: 'watch', private_metadata: '{}', title });
    expect(slack.modals('U0ALICE')).toMatchObject([{ id: answer.view?.id, open: true }]);
    expect(slack.modals('U0BOB')).toEqual([]);
  });

  test('takes a trigger once, within 3 s', async () => {
    const { clock, client, trigger, trigger_id } = await runCommand();
    const open = (id: string) => client.views.open({ trigger_id: id, view: modal });
    await open(trigger_id);
    expect(await refusedWith(open(trigger_id))).toBe('exchanged_trigger_id');
    const late = await trigger();
    clock.advance(3_001);
    expect(await refusedWith(open(late))).toBe('expired_trigger_id');
    expect(await refusedWith(open('made-up'))).toBe('invalid_trigger_id');
  });

  test.each<[string, unknown, string]>([
    [
      'a title past 24',
      { ...modal, title: { ...title, text: 'x'.repeat(25) } },
      '/view/title/text',
    ],
    ['no title', { type: 'modal', blocks: [] }, '/view/title'],
    ['a Home tab', { type: 'home', blocks: [] }, '/view/type'],
    ['101 blocks', { ...modal, blocks: Array(101).fill({ type: 'divider' }) }, 'no more than 100'],
    ['a bad block', { ...modal, blocks: [{ type: 'progress' }] }, '/view/blocks/0/type'],
    [
      'metadata past 3,000',
      { ...modal, private_metadata: 'x'.repeat(3_001) },
      '/view/private_metadata',
    ],
    ['an unknown field', { ...modal, colour: 'red' }, '/view/colour'],
    [
      'a question without a way to submit it',
      {
        ...modal,
        blocks: [{ type: 'input', label: title, element: { type: 'plain_text_input' } }],
      },
      'missing required field: submit',
    ],
    ['no JSON', '{', '/view'],
  ])('refuses %s, and leaves the trigger good', async (_what, view, message) => {
    const { slack, client, trigger_id } = await runCommand();
    const data = await refusal(client.apiCall('views.open', { trigger_id, view }));
    expect(data['error']).toBe('invalid_arguments');
    expect(JSON.stringify(data['response_metadata'])).toContain(message);
    expect(slack.modals('U0ALICE')).toEqual([]);
    await client.views.open({ trigger_id, view: modal });
  });
});

describe('views.update', () => {
  test('changes an open modal, unless somebody else did so before', async () => {
    const { slack, client, trigger_id } = await runCommand();
    const opened = present((await client.views.open({ trigger_id, view: modal })).view);
    const args = { view_id: present(opened.id), view: { ...modal, callback_id: 'next' } };
    const hash = present(opened.hash);
    await client.views.update({ ...args, hash });
    expect(slack.modals('U0ALICE')[0]?.definition.callback_id).toBe('next');
    expect(await refusedWith(client.views.update({ ...args, hash }))).toBe('hash_conflict');
    expect(await refusedWith(client.views.update({ ...args, view_id: 'V0NONE' }))).toBe(
      'not_found',
    );
  });
});

describe('views.publish', () => {
  test("shows a person's Home tab", async () => {
    const slack = await startSlack();
    const client = createClient(slack);
    const view = { type: 'home', blocks: [{ type: 'divider' }] } as const;
    const args = { user_id: 'U0ALICE', view: { ...view, blocks: [...view.blocks] } };
    const { view: published } = await client.views.publish(args);
    expect(slack.home('U0ALICE')?.id).toBe(published?.id);
    expect(await refusedWith(client.views.publish({ ...args, hash: 'old' }))).toBe('hash_conflict');
    expect(await refusedWith(client.views.publish({ ...args, user_id: 'U0NOBODY' }))).toBe(
      'invalid_arguments',
    );
    expect(await refusedWith(client.views.publish({ user_id: 'U0ALICE', view: modal }))).toBe(
      'invalid_arguments',
    );
  });
});
