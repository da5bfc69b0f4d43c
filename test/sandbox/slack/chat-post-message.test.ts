import { describe, expect, test } from 'vitest';
import { long, plain, section } from './block-shapes.ts';
import { createClient, present, refusal, refusedWith, startSlack } from './start-slack.ts';

const CHANNEL = 'C0DBA';

describe('chat.postMessage', () => {
  test('keeps what was posted and answers with its ts', async () => {
    const slack = await startSlack();
    const answer = await createClient(slack).chat.postMessage({
      channel: CHANNEL,
      text: 'a &lt;b&gt; c',
      blocks: [{ type: 'section', block_id: 'body', text: { type: 'mrkdwn', text: '*hi*' } }],
      metadata: { event_type: 'card', event_payload: { id: 'w1' } },
      unfurl_links: false,
    });
    const [message] = slack.messages(CHANNEL);
    expect(message).toMatchObject({
      ts: answer.ts,
      channel: CHANNEL,
      text: 'a &lt;b&gt; c',
      blocks: [{ type: 'section', block_id: 'body' }],
      metadata: { event_type: 'card', event_payload: { id: 'w1' } },
      botId: 'B0SIMULATED',
      origin: 'api',
      edits: 0,
      deleted: false,
    });
    expect(answer).toMatchObject({
      ok: true,
      channel: CHANNEL,
      message: { type: 'message', bot_id: 'B0SIMULATED', text: 'a &lt;b&gt; c' },
    });
  });

  test('gives ids to blocks and elements that have none', async () => {
    const slack = await startSlack();
    const { message } = await createClient(slack).chat.postMessage({
      channel: CHANNEL,
      text: 'x',
      blocks: [
        { type: 'divider' },
        {
          type: 'actions',
          elements: [{ type: 'button', text: { type: 'plain_text', text: 'A' } }],
        },
      ],
    });
    expect(message?.blocks?.[0]?.block_id).toMatch(/./);
    expect(message?.blocks?.[1]?.elements?.[0]?.action_id).toMatch(/./);
  });

  test('gives every message another, later ts, even when the clock stands', async () => {
    const slack = await startSlack({ now: () => 1_700_000_000_123 });
    const client = createClient(slack);
    const posts = [];
    for (const text of ['a', 'b', 'c']) {
      posts.push((await client.chat.postMessage({ channel: CHANNEL, text })).ts);
    }
    expect(posts).toEqual(['1700000000.123000', '1700000000.123001', '1700000000.123002']);
  });

  test.each([
    ['an unknown channel', { channel: 'C0NONE', text: 'x' }, 'channel_not_found'],
    ['a private channel without the bot', { channel: 'G0SECRET', text: 'x' }, 'channel_not_found'],
    ['an archived channel', { channel: 'C0OLD', text: 'x' }, 'is_archived'],
    ['neither text nor blocks', { channel: CHANNEL, text: '' }, 'no_text'],
    ['no text and no block', { channel: CHANNEL, text: '', blocks: [] }, 'no_text'],
    ['attachments', { channel: CHANNEL, text: 'x', attachments: [{}] }, 'invalid_attachments'],
    ['a text past 4,000', { channel: CHANNEL, text: 'x'.repeat(4_001) }, 'msg_too_long'],
    ['a lost thread', { channel: CHANNEL, text: 'x', thread_ts: '1.000001' }, 'thread_not_found'],
  ])('refuses %s', async (_what, args, error) => {
    const slack = await startSlack({
      channels: [
        { id: CHANNEL, name: 'dba', isMember: true },
        { id: 'C0OLD', name: 'old', isMember: true, isArchived: true },
        { id: 'G0SECRET', name: 'secret', isPrivate: true },
      ],
    });
    expect(await refusedWith(createClient(slack).chat.postMessage(args))).toBe(error);
    expect(slack.messages(args.channel)).toEqual([]);
    expect(slack.calls.at(-1)).toMatchObject({ outcome: { kind: 'refused', error } });
  });

  test('takes exactly 4,000 characters', async () => {
    const slack = await startSlack();
    const text = 'x'.repeat(4_000);
    expect((await createClient(slack).chat.postMessage({ channel: CHANNEL, text })).ok).toBe(true);
  });

  test('refuses blocks that are too long in all, though each is short enough', async () => {
    const slack = await startSlack();
    const client = createClient(slack);
    const call = (method: string, sections: readonly number[], ts?: string) =>
      client.apiCall(method, {
        channel: CHANNEL,
        ts,
        text: 'x',
        blocks: sections.map((length) => section({ text: plain(long(length)) })),
      });
    await call('chat.postMessage', [3000, 3000, 3000, 3000]);
    const ts = slack.messages(CHANNEL)[0]?.ts;
    const tooLong = [3000, 3000, 3000, 3000, 1000];
    expect(await refusedWith(call('chat.postMessage', tooLong))).toBe('msg_blocks_too_long');
    expect(await refusedWith(call('chat.update', tooLong, ts))).toBe('msg_blocks_too_long');
    expect(slack.messages(CHANNEL)).toMatchObject([{ ts, edits: 0 }]);
  });

  test('names a missing argument', async () => {
    const slack = await startSlack();
    const call = createClient(slack).apiCall('chat.postMessage', { text: 'x' });
    expect(await refusal(call)).toMatchObject({
      error: 'invalid_arguments',
      response_metadata: { messages: ['[ERROR] missing required field: channel'] },
    });
  });

  test('lets the bot into public channels it is not in only with chat:write.public', async () => {
    const open = await startSlack();
    await createClient(open).chat.postMessage({ channel: 'C0RANDOM', text: 'x' });
    expect(open.messages('C0RANDOM')).toHaveLength(1);
    const shut = await startSlack({ scopes: ['chat:write'] });
    const call = createClient(shut).chat.postMessage({ channel: 'C0RANDOM', text: 'x' });
    expect(await refusedWith(call)).toBe('not_in_channel');
  });

  test('posts to a private channel once the bot is invited', async () => {
    const slack = await startSlack();
    slack.changeChannel('G0SECRET', { isMember: true });
    await createClient(slack).chat.postMessage({ channel: 'G0SECRET', text: 'x' });
    expect(slack.messages('G0SECRET')).toHaveLength(1);
  });

  test('posts direct messages to a user id', async () => {
    const slack = await startSlack();
    const { channel } = await createClient(slack).chat.postMessage({
      channel: 'U0ALICE',
      text: 'psst',
    });
    expect(channel).toBe('D0ALICE');
    expect(slack.messages('D0ALICE')).toHaveLength(1);
  });

  test('keeps replies out of the channel, unless they are broadcast', async () => {
    const slack = await startSlack();
    const client = createClient(slack);
    const thread_ts = present((await client.chat.postMessage({ channel: CHANNEL, text: 'p' })).ts);
    await client.chat.postMessage({ channel: CHANNEL, text: 'r1', thread_ts });
    const loud = { channel: CHANNEL, text: 'r2', thread_ts, reply_broadcast: true } as const;
    await client.chat.postMessage(loud);
    expect(slack.thread(CHANNEL, thread_ts).map(({ text }) => text)).toEqual(['r1', 'r2']);
    expect(slack.messages(CHANNEL).map(({ text }) => text)).toEqual(['p', 'r2']);
  });

  test('takes no reply to a reply', async () => {
    const slack = await startSlack();
    const client = createClient(slack);
    const parent = present((await client.chat.postMessage({ channel: CHANNEL, text: 'p' })).ts);
    const reply = await client.chat.postMessage({ channel: CHANNEL, text: 'r', thread_ts: parent });
    const toReply = { channel: CHANNEL, text: 'x', thread_ts: present(reply.ts) };
    expect(await refusedWith(client.chat.postMessage(toReply))).toBe('cannot_reply_to_message');
  });

  test('puts a reply to a deleted message under its tombstone, and into the channel without one', async () => {
    const slack = await startSlack();
    const client = createClient(slack);
    const post = async (text: string, thread_ts?: string) =>
      await client.chat.postMessage({ channel: CHANNEL, text, ...(thread_ts && { thread_ts }) });
    const parent = present((await post('p')).ts);
    const bare = present((await post('b')).ts);
    await post('r', parent);
    for (const ts of [parent, bare]) slack.deleteMessage(CHANNEL, ts);

    expect((await post('under', parent)).message?.thread_ts).toBe(parent);
    expect((await post('stray', bare)).message).not.toHaveProperty('thread_ts');
    expect(slack.thread(CHANNEL, parent).map(({ text }) => text)).toEqual(['r', 'under']);
    expect(slack.messages(CHANNEL).map(({ text }) => text)).toEqual(['stray']);
    const { messages } = await client.conversations.replies({ channel: CHANNEL, ts: parent });
    expect(messages).toMatchObject([{ subtype: 'tombstone' }, { text: 'r' }, { text: 'under' }]);
    const replies = client.conversations.replies({ channel: CHANNEL, ts: bare });
    expect(await refusedWith(replies)).toBe('thread_not_found');
  });

  test.each([
    ['no payload', { event_type: 'card' }, 'invalid_metadata_format'],
    [
      'a payload that is no object',
      { event_type: 'c', event_payload: 'x' },
      'invalid_metadata_format',
    ],
    ['no JSON', '{', 'invalid_metadata_format'],
    [
      'a payload past 8,000 bytes',
      { event_type: 'card', event_payload: { id: 'é'.repeat(4_000) } },
      'metadata_too_large',
    ],
  ])('refuses metadata with %s', async (_what, metadata, error) => {
    const slack = await startSlack();
    const args = { channel: CHANNEL, text: 'x', metadata };
    expect(await refusedWith(createClient(slack).apiCall('chat.postMessage', args))).toBe(error);
  });
});
