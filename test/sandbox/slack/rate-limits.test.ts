import { WebAPIRateLimitedError } from '@slack/web-api';
import { describe, expect, test } from 'vitest';
import { createClient, createClock, present, startSlack } from './start-slack.ts';

const CHANNEL = 'C0DBA';

async function retryAfter(call: Promise<unknown>): Promise<number | undefined> {
  try {
    await call;
    return undefined;
  } catch (error) {
    if (error instanceof WebAPIRateLimitedError) return error.retryAfter;
    throw error;
  }
}

describe('rate limits', () => {
  test('lets a message be edited 50 times a minute', async () => {
    const clock = createClock();
    const slack = await startSlack({ now: clock.now });
    const client = createClient(slack);
    const ts = present((await client.chat.postMessage({ channel: CHANNEL, text: 'x' })).ts);
    const edit = () => retryAfter(client.chat.update({ channel: CHANNEL, ts, text: 'y' }));
    for (let i = 0; i < 50; i += 1) expect(await edit()).toBeUndefined();
    clock.advance(20_000);
    expect(await edit()).toBe(40);
    expect(slack.calls.at(-1)?.outcome).toEqual({ kind: 'rate-limited', retryAfterSeconds: 40 });
    clock.advance(40_000);
    expect(await edit()).toBeUndefined();
    expect(slack.message(CHANNEL, ts)?.edits).toBe(51);
  });

  test('counts each method for itself', async () => {
    const clock = createClock();
    const slack = await startSlack({ now: clock.now });
    const client = createClient(slack);
    const info = () => retryAfter(client.conversations.info({ channel: CHANNEL }));
    for (let i = 0; i < 50; i += 1) await info();
    expect(await info()).toBe(60);
    expect(await retryAfter(client.conversations.history({ channel: CHANNEL }))).toBeUndefined();
  });

  test('lets 100 ephemerals a minute through', async () => {
    const clock = createClock();
    const slack = await startSlack({ now: clock.now });
    const args = { channel: CHANNEL, user: 'U0ALICE', text: 'x' };
    const client = createClient(slack);
    for (let i = 0; i < 100; i += 1) await client.chat.postEphemeral(args);
    expect(await retryAfter(client.chat.postEphemeral(args))).toBe(60);
  });

  test('lets a burst into a channel, then one message a second', async () => {
    const clock = createClock();
    const slack = await startSlack({ now: clock.now });
    const client = createClient(slack);
    const post = (channel: string) => retryAfter(client.chat.postMessage({ channel, text: 'x' }));
    for (let i = 0; i < 8; i += 1) expect(await post(CHANNEL)).toBeUndefined();
    expect(await post(CHANNEL)).toBe(1);
    expect(await post('C0ONCALL')).toBeUndefined();
    clock.advance(1_000);
    expect(await post(CHANNEL)).toBeUndefined();
    expect(await post(CHANNEL)).toBe(1);
    expect(slack.messages(CHANNEL)).toHaveLength(9);
  });

  test('answers as Slack does', async () => {
    const slack = await startSlack({ now: createClock().now });
    const call = () =>
      fetch(`${slack.apiUrl}conversations.info`, {
        method: 'POST',
        body: new URLSearchParams({ token: slack.botToken, channel: CHANNEL }),
      });
    for (let i = 0; i < 50; i += 1) await call();
    const response = await call();
    expect(response.status).toBe(429);
    expect(response.headers.get('retry-after')).toBe('60');
    expect(await response.json()).toEqual({ ok: false, error: 'ratelimited' });
  });

  test('can be switched off', async () => {
    const slack = await startSlack({ limits: false, now: createClock().now });
    const client = createClient(slack);
    for (let i = 0; i < 60; i += 1) await client.chat.postMessage({ channel: CHANNEL, text: 'x' });
    expect(slack.messages(CHANNEL)).toHaveLength(60);
  });
});
