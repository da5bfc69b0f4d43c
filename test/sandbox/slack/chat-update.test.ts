import { describe, expect, test } from 'vitest';
import { createClient, createClock, present, refusedWith, startSlack } from './start-slack.ts';

const CHANNEL = 'C0DBA';

async function postOne(options: Parameters<typeof startSlack>[0] = {}) {
  const slack = await startSlack(options);
  const client = createClient(slack);
  const { ts } = await client.chat.postMessage({
    channel: CHANNEL,
    text: 'before',
    blocks: [{ type: 'divider', block_id: 'line' }],
    metadata: { event_type: 'card', event_payload: { id: 'w1' } },
  });
  return { slack, client, ts: present(ts) };
}

describe('chat.update', () => {
  test('changes the message in place and remembers what it said', async () => {
    const clock = createClock();
    const { slack, client, ts } = await postOne({ now: clock.now });
    clock.advance(1_000);
    const answer = await client.chat.update({
      channel: CHANNEL,
      ts,
      text: 'after',
      blocks: [{ type: 'header', text: { type: 'plain_text', text: 'H' } }],
    });
    expect(answer).toMatchObject({ ok: true, ts, text: 'after', message: { edited: {} } });
    expect(slack.messages(CHANNEL)).toHaveLength(1);
    expect(slack.message(CHANNEL, ts)).toMatchObject({
      text: 'after',
      blocks: [{ type: 'header' }],
      edits: 1,
      editedAt: clock.now(),
      versions: [{ text: 'before', blocks: [{ block_id: 'line' }] }],
    });
  });

  test('keeps blocks and metadata that are not sent', async () => {
    const { slack, client, ts } = await postOne();
    await client.chat.update({ channel: CHANNEL, ts, text: 'after' });
    expect(slack.message(CHANNEL, ts)).toMatchObject({
      blocks: [{ block_id: 'line' }],
      metadata: { event_payload: { id: 'w1' } },
    });
  });

  test('drops blocks and metadata that are sent empty', async () => {
    const { slack, client, ts } = await postOne();
    const args = { channel: CHANNEL, ts, text: 'after', blocks: [], metadata: {} };
    await client.apiCall('chat.update', args);
    const message = present(slack.message(CHANNEL, ts));
    expect(message.blocks).toEqual([]);
    expect(message.metadata).toBeUndefined();
  });

  test('refuses what is not there, not ours or not fit', async () => {
    const { slack, client, ts } = await postOne();
    const theirs = slack.say({ channel: CHANNEL, user: 'U0ALICE', text: 'mine' });
    const update = (args: { channel?: string; ts?: string; text?: string; blocks?: [] }) =>
      refusedWith(client.chat.update({ channel: CHANNEL, ts, text: 'x', ...args }));
    expect(await update({ ts: '1.000001' })).toBe('message_not_found');
    expect(await update({ ts: theirs.ts })).toBe('cant_update_message');
    expect(await update({ channel: 'C0NONE' })).toBe('channel_not_found');
    expect(await update({ text: '', blocks: [] })).toBe('no_text');
    expect(await update({ text: 'x'.repeat(4_001) })).toBe('msg_too_long');
    slack.deleteMessage(CHANNEL, ts);
    expect(await update({})).toBe('message_not_found');
    slack.changeChannel(CHANNEL, { isArchived: true });
    expect(await update({})).toBe('is_inactive');
    expect(slack.message(CHANNEL, ts)?.edits).toBe(0);
  });
});

describe('chat.delete', () => {
  test('removes our own message from the channel', async () => {
    const { slack, client, ts } = await postOne();
    expect(await client.chat.delete({ channel: CHANNEL, ts })).toMatchObject({ ok: true, ts });
    expect(slack.messages(CHANNEL)).toEqual([]);
    expect(slack.message(CHANNEL, ts)?.deleted).toBe(true);
    expect(await refusedWith(client.chat.delete({ channel: CHANNEL, ts }))).toBe(
      'message_not_found',
    );
  });

  test("leaves somebody else's message alone", async () => {
    const { slack, client } = await postOne();
    const { ts } = slack.say({ channel: CHANNEL, user: 'U0ALICE', text: 'mine' });
    expect(await refusedWith(client.chat.delete({ channel: CHANNEL, ts }))).toBe(
      'cant_delete_message',
    );
  });
});

describe('chat.getPermalink', () => {
  test('links to a message, and to a reply within its thread', async () => {
    const { client, ts } = await postOne();
    const reply = await client.chat.postMessage({ channel: CHANNEL, text: 'r', thread_ts: ts });
    const link = async (message_ts: string) =>
      (await client.chat.getPermalink({ channel: CHANNEL, message_ts })).permalink;
    expect(await link(ts)).toBe(
      `https://simulated.slack.com/archives/C0DBA/p${ts.replace('.', '')}`,
    );
    expect(await link(present(reply.ts))).toContain(`?thread_ts=${ts}&cid=C0DBA`);
    expect(await refusedWith(link('1.000001'))).toBe('message_not_found');
    const hidden = client.chat.getPermalink({ channel: 'G0SECRET', message_ts: ts });
    expect(await refusedWith(hidden)).toBe('channel_not_found');
  });
});

describe('chat.postEphemeral', () => {
  test('shows it to one person', async () => {
    const slack = await startSlack();
    const args = { channel: CHANNEL, user: 'U0ALICE', text: 'only you' };
    const { message_ts } = await createClient(slack).chat.postEphemeral(args);
    expect(slack.ephemerals(CHANNEL, 'U0ALICE')).toMatchObject([
      { ts: message_ts, text: 'only you', origin: 'api' },
    ]);
    expect(slack.ephemerals(CHANNEL, 'U0BOB')).toEqual([]);
    expect(slack.messages(CHANNEL)).toEqual([]);
  });

  test('refuses where the bot is not, chat:write.public or no', async () => {
    const slack = await startSlack();
    const show = (args: object) =>
      refusedWith(
        createClient(slack).chat.postEphemeral({
          channel: CHANNEL,
          user: 'U0ALICE',
          text: 'x',
          ...args,
        }),
      );
    expect(await show({ channel: 'C0RANDOM' })).toBe('not_in_channel');
    expect(await show({ channel: 'G0SECRET' })).toBe('channel_not_found');
    expect(await show({ user: 'U0NOBODY' })).toBe('user_not_in_channel');
    expect(await show({ text: '' })).toBe('no_text');
    slack.changeChannel(CHANNEL, { isArchived: true });
    expect(await show({})).toBe('is_archived');
  });
});
