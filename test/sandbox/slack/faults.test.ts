import { WebAPIHTTPError, WebAPIRequestError } from '@slack/web-api';
import { describe, expect, test } from 'vitest';
import type { Fault } from '../../../src/sandbox/slack/faults.ts';
import { createClient, refusedWith, startSlack } from './start-slack.ts';

const post = { channel: 'C0DBA', text: 'x' };

async function failOnce(fault: Fault) {
  const slack = await startSlack();
  slack.fail({ method: 'chat.postMessage', with: fault });
  return { slack, client: createClient(slack) };
}

describe('faults', () => {
  test('answer with a status', async () => {
    const { slack, client } = await failOnce({ kind: 'status', status: 503, body: 'busy' });
    await expect(client.chat.postMessage(post)).rejects.toBeInstanceOf(WebAPIHTTPError);
    expect(slack.messages('C0DBA')).toEqual([]);
    await client.chat.postMessage(post);
    expect(slack.messages('C0DBA')).toHaveLength(1);
  });

  test('answer with an error', async () => {
    const { client } = await failOnce({ kind: 'error', error: 'internal_error' });
    expect(await refusedWith(client.chat.postMessage(post))).toBe('internal_error');
  });

  test('break the connection before anything is done', async () => {
    const { slack, client } = await failOnce({ kind: 'drop' });
    await expect(client.chat.postMessage(post)).rejects.toBeInstanceOf(WebAPIRequestError);
    expect(slack.messages('C0DBA')).toEqual([]);
    expect(slack.calls.at(-1)?.outcome).toEqual({
      kind: 'fault',
      fault: 'drop',
      carriedOut: false,
    });
  });

  test('break the connection after it is done', async () => {
    const { slack, client } = await failOnce({ kind: 'carried-out-then-drop' });
    await expect(client.chat.postMessage(post)).rejects.toBeInstanceOf(WebAPIRequestError);
    expect(slack.messages('C0DBA')).toHaveLength(1);
    expect(slack.calls.at(-1)?.outcome).toMatchObject({ kind: 'fault', carriedOut: true });
  });

  test('leave a call without an answer until Slack is closed', async () => {
    const { slack, client } = await failOnce({ kind: 'hang' });
    const call = client.chat.postMessage(post);
    let settled = false;
    const failed = expect(
      call.finally(() => {
        settled = true;
      }),
    ).rejects.toBeInstanceOf(WebAPIRequestError);
    await slack.until(() => slack.calls.at(-1)?.outcome.kind === 'fault');
    expect(slack.messages('C0DBA')).toEqual([]);
    // Another call's round trip: a broken connection would have shown by then.
    await client.auth.test();
    expect(settled).toBe(false);
    await slack.close();
    await failed;
  });

  test('strike as often as ordered, and only the calls meant', async () => {
    const slack = await startSlack();
    const client = createClient(slack);
    slack.fail({
      method: 'chat.postMessage',
      times: 2,
      when: (args) => args['channel'] === 'C0ONCALL',
      with: { kind: 'error', error: 'fatal_error' },
    });
    await client.chat.postMessage(post);
    const urgent = { channel: 'C0ONCALL', text: 'x' };
    expect(await refusedWith(client.chat.postMessage(urgent))).toBe('fatal_error');
    expect(await refusedWith(client.chat.postMessage(urgent))).toBe('fatal_error');
    expect((await client.chat.postMessage(urgent)).ok).toBe(true);
  });

  test('can be withdrawn', async () => {
    const slack = await startSlack();
    const withdraw = slack.fail({ method: 'auth.test', with: { kind: 'drop' } });
    withdraw();
    expect((await createClient(slack).auth.test()).ok).toBe(true);
  });
});

describe('faults that come late in the way', () => {
  test('keep the answer back, though all is done', async () => {
    const { slack, client } = await failOnce({ kind: 'late', afterMs: 50 });
    const answer = client.chat.postMessage(post);
    await slack.until(() => slack.messages('C0DBA').length === 1);
    expect(slack.calls.at(-1)?.outcome).toMatchObject({ fault: 'late', carriedOut: true });
    expect((await answer).ts).toBe(slack.messages('C0DBA')[0]?.ts);
  });

  test('send a page in place of an answer, with nothing done', async () => {
    const { slack, client } = await failOnce({ kind: 'garbage', body: 'html' });
    await expect(client.chat.postMessage(post)).rejects.toThrow();
    expect(slack.messages('C0DBA')).toEqual([]);
  });

  test('break the answer off, with all done', async () => {
    const { slack, client } = await failOnce({ kind: 'garbage', body: 'cut-json' });
    await expect(client.chat.postMessage(post)).rejects.toThrow();
    expect(slack.messages('C0DBA')).toHaveLength(1);
  });
});

describe('faults decided by call', () => {
  test('strike what no order is about, until they are withdrawn', async () => {
    const slack = await startSlack();
    const client = createClient(slack);
    const withdraw = slack.failBy((method, args) =>
      method === 'chat.postMessage' && args['channel'] === 'C0DBA'
        ? { kind: 'error', error: 'by call' }
        : undefined,
    );
    slack.fail({ method: 'chat.postMessage', with: { kind: 'error', error: 'by order' } });
    expect(await refusedWith(client.chat.postMessage(post))).toBe('by order');
    expect(await refusedWith(client.chat.postMessage(post))).toBe('by call');
    expect((await client.chat.postMessage({ ...post, channel: 'C0ONCALL' })).ok).toBe(true);
    withdraw();
    expect((await client.chat.postMessage(post)).ok).toBe(true);
  });

  test('strike a response_url, too', async () => {
    const slack = await startSlack();
    slack.failBy((method) => (method === 'response_url' ? { kind: 'drop' } : undefined));
    const answer = fetch(new URL('/response/x', slack.apiUrl), { method: 'POST', body: '{}' });
    await expect(answer).rejects.toThrow();
  });
});
