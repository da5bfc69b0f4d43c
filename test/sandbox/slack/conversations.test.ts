import { describe, expect, test } from 'vitest';
import { createClient, present, refusal, refusedWith, startSlack } from './start-slack.ts';

const CHANNEL = 'C0DBA';
const metadata = { event_type: 'note', event_payload: { id: 'n1' } };

async function postThree() {
  const slack = await startSlack();
  const client = createClient(slack);
  const ts: string[] = [];
  for (const text of ['one', 'two', 'three']) {
    ts.push(present((await client.chat.postMessage({ channel: CHANNEL, text, metadata })).ts));
  }
  return { slack, client, ts };
}

const texts = (answer: { messages?: { text?: string }[] }) =>
  answer.messages?.map((message) => message.text);

describe('conversations.history', () => {
  test('lists the newest first, without replies', async () => {
    const { client, ts } = await postThree();
    await client.chat.postMessage({ channel: CHANNEL, text: 'reply', thread_ts: present(ts[0]) });
    const answer = await client.conversations.history({ channel: CHANNEL });
    expect(texts(answer)).toEqual(['three', 'two', 'one']);
    expect(answer.has_more).toBe(false);
    expect(answer.messages?.at(-1)).toMatchObject({ reply_count: 1, thread_ts: ts[0] });
  });

  test('tells the payload of metadata only when asked for it', async () => {
    const { client } = await postThree();
    const shy = await client.conversations.history({ channel: CHANNEL, limit: 1 });
    expect(shy.messages?.[0]?.metadata).toEqual({ event_type: 'note' });
    const all = await client.conversations.history({
      channel: CHANNEL,
      limit: 1,
      include_all_metadata: true,
    });
    expect(all.messages?.[0]?.metadata).toEqual(metadata);
  });

  test('goes through the pages once each', async () => {
    const { client } = await postThree();
    const pages: unknown[] = [];
    const list = { channel: CHANNEL, limit: 2 };
    const first = await client.conversations.history(list);
    pages.push(texts(first));
    const cursor = present(first.response_metadata?.next_cursor);
    const last = await client.conversations.history({ ...list, cursor });
    pages.push(texts(last));
    expect(first.has_more).toBe(true);
    expect(last.has_more).toBe(false);
    expect(pages).toEqual([['three', 'two'], ['one']]);
  });

  test('cuts between oldest and latest', async () => {
    const { client, ts } = await postThree();
    const [oldest = '', , latest = ''] = ts;
    const span = { channel: CHANNEL, oldest, latest };
    expect(texts(await client.conversations.history(span))).toEqual(['two']);
    const whole = await client.conversations.history({ ...span, inclusive: true });
    expect(texts(whole)).toEqual(['three', 'two', 'one']);
  });

  test('refuses channels the bot is not in and arguments that make no sense', async () => {
    const slack = await startSlack();
    const read = (args: object) =>
      refusedWith(createClient(slack).conversations.history({ channel: CHANNEL, ...args }));
    expect(await read({ channel: 'C0RANDOM' })).toBe('not_in_channel');
    expect(await read({ channel: 'G0SECRET' })).toBe('channel_not_found');
    expect(await read({ cursor: 'nonsense' })).toBe('invalid_cursor');
    expect(await read({ limit: 1_000 })).toBe('invalid_limit');
    expect(await read({ oldest: 'yesterday' })).toBe('invalid_ts_oldest');
    expect(await read({ latest: 'today' })).toBe('invalid_ts_latest');
  });
});

describe('conversations.replies', () => {
  test('lists the parent, then the replies in order, over all pages', async () => {
    const { client, ts } = await postThree();
    const thread_ts = present(ts[0]);
    for (const text of ['a', 'b']) {
      await client.chat.postMessage({ channel: CHANNEL, text, thread_ts, metadata });
    }
    const args = { channel: CHANNEL, ts: thread_ts, include_all_metadata: true };
    const answer = await client.conversations.replies(args);
    expect(texts(answer)).toEqual(['one', 'a', 'b']);
    expect(answer.messages?.[1]).toMatchObject({
      thread_ts,
      metadata,
      parent_user_id: 'U0SIMULATEDBOT',
    });
    const first = await client.conversations.replies({ ...args, limit: 2 });
    const cursor = present(first.response_metadata?.next_cursor);
    expect(texts(await client.conversations.replies({ ...args, limit: 2, cursor }))).toEqual(['b']);
  });

  test('refuses a thread that is not there', async () => {
    const { slack, client, ts } = await postThree();
    const elsewhere = { channel: 'C0RANDOM', ts: present(ts[0]) };
    expect(await refusedWith(client.conversations.replies(elsewhere))).toBe('not_in_channel');
    const endless = { channel: CHANNEL, ts: present(ts[0]), limit: 1_001 };
    expect(await refusedWith(client.conversations.replies(endless))).toBe('invalid_limit');
    const read = (ts: string) =>
      refusedWith(client.conversations.replies({ channel: CHANNEL, ts }));
    expect(await read('1.000001')).toBe('thread_not_found');
    slack.deleteMessage(CHANNEL, present(ts[0]));
    expect(await read(present(ts[0]))).toBe('thread_not_found');
  });
});

describe('conversations.info', () => {
  test('describes a channel, whether or not the bot is in it', async () => {
    const slack = await startSlack();
    const client = createClient(slack);
    const info = async (channel: string) => (await client.conversations.info({ channel })).channel;
    expect(await info('C0DBA')).toMatchObject({ name: 'dba', is_member: true, is_archived: false });
    expect(await info('C0RANDOM')).toMatchObject({ is_member: false, is_private: false });
    slack.changeChannel('C0RANDOM', { isArchived: true });
    expect(await info('C0RANDOM')).toMatchObject({ is_archived: true });
    expect(await refusedWith(info('G0SECRET'))).toBe('channel_not_found');
  });
});

describe('conversations.open', () => {
  test('opens the direct messages with somebody, once', async () => {
    const slack = await startSlack();
    const client = createClient(slack);
    const first = await client.conversations.open({ users: 'U0ALICE' });
    expect(first.channel?.id).toBe('D0ALICE');
    expect(first.already_open).toBeUndefined();
    const again = await client.conversations.open({ users: 'U0ALICE' });
    expect(again).toMatchObject({ already_open: true, channel: { id: 'D0ALICE' } });
    expect(await refusedWith(client.conversations.open({ users: 'U0NOBODY' }))).toBe(
      'user_not_found',
    );
  });

  test('does not let the bot read them without im:history', async () => {
    const slack = await startSlack();
    const client = createClient(slack);
    await client.conversations.open({ users: 'U0ALICE' });
    expect(await refusal(client.conversations.history({ channel: 'D0ALICE' }))).toMatchObject({
      error: 'missing_scope',
      needed: 'im:history',
    });
  });
});

describe('users.info', () => {
  test('needs users:read', async () => {
    const shut = await startSlack();
    expect(await refusedWith(createClient(shut).users.info({ user: 'U0ALICE' }))).toBe(
      'missing_scope',
    );
    const open = await startSlack({ scopes: ['users:read'] });
    const client = createClient(open);
    expect((await client.users.info({ user: 'U0ALICE' })).user?.name).toBe('alice');
    expect(await refusedWith(client.users.info({ user: 'U0NOBODY' }))).toBe('user_not_found');
  });
});
