import type { GlobalShortcut, MessageShortcut, ViewSubmitAction } from '@slack/bolt';
import type { ModalView } from '@slack/web-api';
import { describe, expect, test } from 'vitest';
import { startBolt } from './start-bolt.ts';
import { createClient, present, refusedWith, startSlack } from './start-slack.ts';

const user = 'U0ALICE';
const plain = (text: string) => ({ type: 'plain_text', text }) as const;
const FORM: ModalView = {
  type: 'modal',
  callback_id: 'watch',
  title: plain('Watch'),
  submit: plain('Watch'),
  blocks: [
    {
      type: 'input',
      block_id: 'operation',
      label: plain('Operation'),
      element: { type: 'rich_text_input', action_id: 'operation' },
    },
    {
      type: 'input',
      block_id: 'channel',
      label: plain('Channel'),
      optional: true,
      element: {
        type: 'conversations_select',
        action_id: 'channel',
        default_to_current_conversation: true,
      },
    },
    {
      type: 'input',
      block_id: 'tell',
      label: plain('Tell'),
      optional: true,
      element: { type: 'multi_users_select', action_id: 'tell', max_selected_items: 2 },
    },
  ],
};

/** An app whose shortcuts open a form, and what it was sent. */
async function startApp() {
  // Nothing here is about how soon the app answers.
  const slack = await startSlack({ ackTimeoutMs: 20_000 });
  const seen: { shortcuts: (GlobalShortcut | MessageShortcut)[]; forms: ViewSubmitAction[] } = {
    shortcuts: [],
    forms: [],
  };
  await startBolt(slack, 'socket', (app) => {
    app.shortcut<GlobalShortcut | MessageShortcut>('watch', async ({ ack, client, shortcut }) => {
      seen.shortcuts.push(shortcut);
      await ack();
      await client.views.open({ trigger_id: shortcut.trigger_id, view: FORM });
    });
    app.shortcut('other', ({ ack }) => ack());
    app.view('watch', async ({ ack, body }) => {
      if (body.type === 'view_submission') seen.forms.push(body);
      await ack();
    });
  });
  const form = async () => (await slack.until(() => slack.modals(user)[0])).id;
  return { slack, seen, form };
}

/** What was filled in, by block and action. */
function valuesOf(form: ViewSubmitAction | undefined) {
  const { operation, channel, tell } = present(form).view.state.values;
  return {
    operation: operation?.['operation']?.['rich_text_value'],
    channel: channel?.['channel']?.selected_conversation,
    tell: tell?.['tell']?.selected_users,
  };
}

describe('a global shortcut', () => {
  test('opens a form that begins with the conversation in which the person is', async () => {
    const { slack, seen, form } = await startApp();
    const { triggerId } = await slack.shortcut({ user, callbackId: 'watch', channel: 'C0DBA' });
    const viewId = await form();
    await slack.submitView({
      user,
      viewId,
      values: { operation: 'see https://x.test/a?b=1 there', tell: ['U0BOB', 'U0CAROL'] },
    });
    expect(seen.shortcuts).toMatchObject([
      { type: 'shortcut', callback_id: 'watch', trigger_id: triggerId, user: { id: user } },
    ]);
    expect(seen.shortcuts[0]).not.toHaveProperty('channel');
    expect(valuesOf(seen.forms[0])).toEqual({
      operation: {
        type: 'rich_text',
        elements: [
          {
            type: 'rich_text_section',
            elements: [
              { type: 'text', text: 'see ' },
              { type: 'link', url: 'https://x.test/a?b=1' },
              { type: 'text', text: ' there' },
            ],
          },
        ],
      },
      channel: 'C0DBA',
      tell: ['U0BOB', 'U0CAROL'],
    });
  });

  test('names no conversation where the person is in none', async () => {
    const { slack, seen, form } = await startApp();
    await slack.shortcut({ user, callbackId: 'watch' });
    await slack.submitView({ user, viewId: await form(), values: { operation: 'x' } });
    expect(valuesOf(seen.forms[0])).toMatchObject({ channel: null, tell: [] });
  });

  test('lets nobody choose more people than the form takes', async () => {
    const { slack, form } = await startApp();
    await slack.shortcut({ user, callbackId: 'watch' });
    const tell = ['U0ALICE', 'U0BOB', 'U0CAROL'];
    const viewId = await form();
    await expect(
      slack.submitView({ user, viewId, values: { operation: 'x', tell } }),
    ).rejects.toThrow('takes 2 people');
  });
});

describe('a message shortcut', () => {
  test('tells the app the message, where it stands and how to answer, in threads too', async () => {
    const { slack, seen } = await startApp();
    const parent = slack.say({ channel: 'C0DBA', user: 'U0BOB', text: 'look' });
    const reply = slack.say({
      channel: 'C0DBA',
      user: 'U0BOB',
      text: 'here',
      threadTs: parent.ts,
      attachments: [{ fallback: 'attached' }],
      files: [{ title: 'log.txt', preview: 'a line' }],
    });
    await slack.messageShortcut({ user, callbackId: 'watch', channel: 'C0DBA', ts: reply.ts });
    expect(seen.shortcuts).toMatchObject([
      {
        type: 'message_action',
        callback_id: 'watch',
        channel: { id: 'C0DBA', name: 'dba' },
        message_ts: reply.ts,
        message: {
          type: 'message',
          text: 'here',
          user: 'U0BOB',
          thread_ts: parent.ts,
          attachments: [{ fallback: 'attached' }],
          files: [{ title: 'log.txt', preview: 'a line' }],
        },
        response_url: expect.stringContaining('http'),
      },
    ]);
  });

  test('is not to be had on a message that is gone', async () => {
    const { slack } = await startApp();
    const { ts } = slack.say({ channel: 'C0DBA', user, text: 'x' });
    slack.deleteMessage('C0DBA', ts);
    const order = { user, callbackId: 'watch', channel: 'C0DBA', ts };
    await expect(slack.messageShortcut(order)).rejects.toThrow('sees no message');
  });
});

describe('views.push', () => {
  test('puts a view on top, three at most', async () => {
    const { slack, form } = await startApp();
    await slack.shortcut({ user, callbackId: 'watch' });
    const first = await form();
    const client = createClient(slack);
    const view: ModalView = { type: 'modal', title: plain('More'), blocks: [{ type: 'divider' }] };
    const trigger = async () => (await slack.shortcut({ user, callbackId: 'other' })).triggerId;
    const push = async () => client.views.push({ trigger_id: await trigger(), view });
    const pushed = await push();
    expect(pushed.view).toMatchObject({ previous_view_id: first, root_view_id: first });
    await push();
    expect(slack.modals(user)).toHaveLength(3);
    expect(await refusedWith(push())).toBe('push_limit_reached');
  });

  test('refuses a view of more than 250 KB', async () => {
    const { slack, form } = await startApp();
    await slack.shortcut({ user, callbackId: 'watch' });
    const section = { type: 'section', text: { type: 'mrkdwn', text: '😀'.repeat(1000) } } as const;
    const view: ModalView = { type: 'modal', title: plain('Big'), blocks: Array(70).fill(section) };
    const args = { view_id: await form(), view };
    expect(await refusedWith(createClient(slack).views.update(args))).toBe('view_too_large');
  });
});
