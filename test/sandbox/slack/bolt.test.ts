import type { BlockAction, SlashCommand } from '@slack/bolt';
import { describe, expect, test } from 'vitest';
import { DispatchError } from '../../../src/sandbox/slack/delivery/dispatch-error.ts';
import { startBolt, type Transport } from './start-bolt.ts';
import { createClient, present, startSlack } from './start-slack.ts';

const CHANNEL = 'C0DBA';
const order = { channel: CHANNEL, user: 'U0ALICE', text: 'watch it' };
const stopButton = {
  type: 'actions',
  block_id: 'row',
  elements: [
    {
      type: 'button',
      action_id: 'stop',
      value: 'w1',
      text: { type: 'plain_text', text: 'Stop' },
      style: 'danger',
    },
  ],
} as const;

describe.each<[Transport]>([['socket'], ['http']])('Bolt over %s', (transport) => {
  test('takes a command and answers it in the acknowledgement', async () => {
    const slack = await startSlack();
    const seen: SlashCommand[] = [];
    await startBolt(slack, transport, (app) => {
      app.command('/mysqlop', async ({ ack, command }) => {
        seen.push(command);
        await ack({ text: 'on it', blocks: [{ type: 'divider' }] });
      });
    });
    const result = await slack.command({
      ...order,
      text: 'watch <it> & https://x.test/a?b=1&c=2, now',
    });
    expect(result.response).toMatchObject({ text: 'on it' });
    expect(result.ackedAfterMs).toBeLessThan(3_000);
    expect(slack.ephemerals(CHANNEL, 'U0ALICE')).toMatchObject([
      { text: 'on it', blocks: [{ type: 'divider' }] },
    ]);
    expect(seen).toMatchObject([
      {
        command: '/mysqlop',
        text: 'watch &lt;it&gt; &amp; <https://x.test/a?b=1&amp;c=2>, now',
        user_id: 'U0ALICE',
        user_name: 'alice',
        channel_id: CHANNEL,
        channel_name: 'dba',
        trigger_id: result.triggerId,
        response_url: result.responseUrl,
      },
    ]);
  });

  test('answers with a plain text, or not at all', async () => {
    const slack = await startSlack();
    await startBolt(slack, transport, (app) => {
      app.command('/words', ({ ack }) => ack('just words'));
      app.command('/silent', ({ ack }) => ack());
    });
    expect((await slack.command({ ...order, command: '/words' })).response).toEqual({
      text: 'just words',
    });
    expect((await slack.command({ ...order, command: '/silent' })).response).toBeUndefined();
    expect(slack.ephemerals(CHANNEL, 'U0ALICE')).toHaveLength(1);
  });

  test('takes the press of a button on a message', async () => {
    const slack = await startSlack();
    const seen: BlockAction[] = [];
    await startBolt(slack, transport, (app) => {
      app.action<BlockAction>('stop', async ({ ack, body, respond }) => {
        seen.push(body);
        await ack();
        await respond({ text: 'stopped', replace_original: true });
      });
    });
    const { ts } = await createClient(slack).chat.postMessage({
      channel: CHANNEL,
      text: 'card',
      blocks: [stopButton],
    });
    const press = { channel: CHANNEL, ts: present(ts), user: 'U0BOB', actionId: 'stop' };
    const { triggerId } = await slack.press(press);
    await slack.until(() => slack.messages(CHANNEL)[0]?.text === 'stopped');
    expect(seen).toMatchObject([
      {
        type: 'block_actions',
        user: { id: 'U0BOB' },
        channel: { id: CHANNEL },
        team: { id: 'T0SIMULATED' },
        trigger_id: triggerId,
        container: { type: 'message', message_ts: ts, channel_id: CHANNEL },
        message: { ts, text: 'card' },
        actions: [{ type: 'button', action_id: 'stop', block_id: 'row', value: 'w1' }],
      },
    ]);
    await expect(slack.press(press)).rejects.toThrow('No element has the action id stop');
  });

  test('gives up on a command that is not acknowledged in time', async () => {
    const slack = await startSlack({ ackTimeoutMs: 50 });
    await startBolt(slack, transport, (app) => {
      app.command('/mysqlop', async () => undefined);
    });
    await expect(slack.command(order)).rejects.toMatchObject({ code: 'operation_timeout' });
    expect(slack.ephemerals(CHANNEL, 'U0ALICE')).toMatchObject([
      { text: '/mysqlop failed with the error "operation_timeout"', origin: 'slackbot' },
    ]);
  });

  test('gets the same command twice when Slack is unsure', async () => {
    const slack = await startSlack();
    const triggers: string[] = [];
    await startBolt(slack, transport, (app) => {
      app.command('/mysqlop', async ({ ack, body }) => {
        triggers.push(body.trigger_id);
        await ack();
      });
    });
    const { triggerId } = await slack.command(order);
    await slack.redeliver();
    expect(triggers).toEqual([triggerId, triggerId]);
  });
});

// All that differs between the two ways is tested above.
describe('Bolt', () => {
  test('answers for everybody to see', async () => {
    const slack = await startSlack();
    await startBolt(slack, 'socket', (app) => {
      app.command('/mysqlop', ({ ack }) => ack({ response_type: 'in_channel', text: 'all' }));
    });
    await slack.command(order);
    const message = present(slack.messages(CHANNEL)[0]);
    expect(message).toMatchObject({ text: 'all', origin: 'response-url' });
    const edit = createClient(slack).chat.update({ channel: CHANNEL, ts: message.ts, text: 'x' });
    await expect(edit).rejects.toThrow('cant_update_message');
  });

  test('goes on answering through the response_url', async () => {
    const slack = await startSlack();
    await startBolt(slack, 'socket', (app) => {
      app.command('/mysqlop', async ({ ack, respond }) => {
        await ack('working');
        await respond({ text: 'done', replace_original: true });
        await respond('and more');
      });
    });
    await slack.command(order);
    const texts = () => slack.ephemerals(CHANNEL, 'U0ALICE').map(({ text }) => text);
    await slack.until(() => texts().length === 2);
    expect(texts()).toEqual(['done', 'and more']);
  });

  test('takes the press of a button on an ephemeral answer', async () => {
    const slack = await startSlack();
    await startBolt(slack, 'socket', (app) => {
      app.command('/mysqlop', ({ ack }) => ack({ text: 'sure?', blocks: [stopButton] }));
      app.action('stop', async ({ ack, respond }) => {
        await ack();
        await respond({ delete_original: true });
      });
    });
    await slack.command(order);
    const { ts } = present(slack.ephemerals(CHANNEL, 'U0ALICE')[0]);
    const press = { channel: CHANNEL, ts, actionId: 'stop' };
    await expect(slack.press({ ...press, user: 'U0BOB' })).rejects.toThrow('U0BOB sees no message');
    await slack.press({ ...press, user: 'U0ALICE' });
    await slack.until(() => slack.ephemerals(CHANNEL, 'U0ALICE').length === 0);
  });

  test('opens a form, finds fault with it, and takes it', async () => {
    const slack = await startSlack();
    const taken: unknown[] = [];
    await startBolt(slack, 'socket', (app) => {
      app.command('/mysqlop', async ({ ack, client, body }) => {
        await ack();
        await client.views.open({
          trigger_id: body.trigger_id,
          view: {
            type: 'modal',
            callback_id: 'watch',
            title: { type: 'plain_text', text: 'Watch' },
            submit: { type: 'plain_text', text: 'Go' },
            blocks: [
              {
                type: 'input',
                block_id: 'operation',
                label: { type: 'plain_text', text: 'Operation' },
                element: { type: 'plain_text_input', action_id: 'id' },
              },
            ],
          },
        });
      });
      app.view('watch', async ({ ack, view }) => {
        const id = view.state.values['operation']?.['id']?.value;
        if (id !== 'good') {
          await ack({ response_action: 'errors', errors: { operation: 'No such operation' } });
          return;
        }
        taken.push(id);
        await ack();
      });
    });
    await slack.command({ ...order, text: '' });
    const { id: viewId } = await slack.until(() => slack.modals('U0ALICE')[0]);
    const submit = (values: Record<string, string>) =>
      slack.submitView({ user: 'U0ALICE', viewId, values });
    await expect(submit({})).rejects.toThrow('leave id empty');
    await submit({ id: 'bad' });
    expect(slack.modals('U0ALICE')[0]?.errors).toEqual({ operation: 'No such operation' });
    await submit({ id: 'good' });
    expect(slack.modals('U0ALICE')).toEqual([]);
    expect(taken).toEqual(['good']);
  });

  test('publishes a Home tab to who opens it, and takes a press there', async () => {
    const slack = await startSlack();
    const pressed: unknown[] = [];
    await startBolt(slack, 'socket', (app) => {
      app.event('app_home_opened', async ({ event, client }) => {
        await client.views.publish({
          user_id: event.user,
          view: { type: 'home', blocks: [stopButton] },
        });
      });
      app.action<BlockAction>('stop', async ({ ack, body }) => {
        pressed.push(body.view?.id);
        await ack();
      });
    });
    await slack.openHome({ user: 'U0CAROL' });
    const home = await slack.until(() => slack.home('U0CAROL'));
    expect(home.definition.blocks).toMatchObject([stopButton]);
    await slack.press({ user: 'U0CAROL', viewId: home.id, actionId: 'stop' });
    expect(pressed).toEqual([home.id]);
  });

  test('refuses an acknowledgement that Slack could not show', async () => {
    const slack = await startSlack();
    await startBolt(slack, 'socket', (app) => {
      const text = { type: 'plain_text', text: 'x'.repeat(151) } as const;
      app.command('/mysqlop', ({ ack }) => ack({ text: 'x', blocks: [{ type: 'header', text }] }));
    });
    const failed = slack.command(order);
    await expect(failed).rejects.toBeInstanceOf(DispatchError);
    await expect(failed).rejects.toThrow('must be less than 151 characters');
  });
});
