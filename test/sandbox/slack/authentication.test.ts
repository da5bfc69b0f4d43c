import { WebClient } from '@slack/web-api';
import { describe, expect, test } from 'vitest';
import { createClient, refusal, refusedWith, startSlack } from './start-slack.ts';

describe('authentication', () => {
  test('tells the bot who it is and what it may do', async () => {
    const slack = await startSlack();
    const answer = await createClient(slack).auth.test();
    expect(answer).toMatchObject({ ok: true, team_id: 'T0SIMULATED', user_id: 'U0SIMULATEDBOT' });
    expect(answer.response_metadata?.scopes).toContain('chat:write.public');
  });

  test('refuses a call without a token', async () => {
    const slack = await startSlack();
    const client = new WebClient(undefined, { slackApiUrl: slack.apiUrl });
    expect(await refusedWith(client.auth.test())).toBe('not_authed');
  });

  test('refuses a strange token', async () => {
    const slack = await startSlack();
    expect(await refusedWith(createClient(slack, 'xoxb-other').auth.test())).toBe('invalid_auth');
  });

  test('refuses the wrong kind of token, both ways', async () => {
    const slack = await startSlack();
    const withApp = createClient(slack, slack.appToken);
    expect(await refusedWith(withApp.auth.test())).toBe('not_allowed_token_type');
    expect(await refusedWith(createClient(slack).apps.connections.open())).toBe(
      'not_allowed_token_type',
    );
    expect((await withApp.apps.connections.open()).url).toMatch(/^ws:\/\/127\.0\.0\.1:\d+\/link\//);
  });

  test('takes the token from the form, too', async () => {
    const slack = await startSlack();
    const body = new URLSearchParams({ token: slack.botToken });
    const response = await fetch(`${slack.apiUrl}auth.test`, { method: 'POST', body });
    expect(await response.json()).toMatchObject({ ok: true });
    expect(slack.calls.at(-1)?.args).toEqual({});
  });

  test('says which scope is missing', async () => {
    const slack = await startSlack({ scopes: ['commands', 'channels:read'] });
    const client = createClient(slack);
    expect(await refusal(client.chat.postMessage({ channel: 'C0DBA', text: 'hi' }))).toMatchObject({
      error: 'missing_scope',
      needed: 'chat:write',
      provided: 'commands,channels:read',
    });
    expect(await refusal(client.conversations.history({ channel: 'C0DBA' }))).toMatchObject({
      error: 'missing_scope',
      needed: 'channels:history',
    });
  });

  test('does not know a method it does not simulate', async () => {
    const slack = await startSlack();
    expect(await refusedWith(createClient(slack).apiCall('chat.scheduleMessage'))).toBe(
      'unknown_method',
    );
  });

  test('takes JSON bodies', async () => {
    const slack = await startSlack();
    const response = await fetch(`${slack.apiUrl}chat.postMessage`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json; charset=utf-8',
        authorization: `Bearer ${slack.botToken}`,
      },
      body: JSON.stringify({ channel: 'C0DBA', text: 'from JSON', blocks: [{ type: 'divider' }] }),
    });
    expect(await response.json()).toMatchObject({ ok: true, message: { text: 'from JSON' } });
  });

  test.each([
    [
      'a body that is no form',
      { method: 'POST', body: 'x', headers: { 'content-type': 'a/b' } },
      200,
    ],
    ['a body past 1 MB', { method: 'POST', body: 'x'.repeat(1_000_001) }, 413],
    ['another verb', { method: 'GET' }, 405],
  ])('refuses %s', async (_what, request, status) => {
    const slack = await startSlack();
    const response = await fetch(`${slack.apiUrl}auth.test`, request);
    expect(response.status).toBe(status);
    expect(await response.text()).not.toContain('"ok":true');
  });

  test('has nothing at other paths', async () => {
    const slack = await startSlack();
    const response = await fetch(`${slack.apiUrl}auth.test/more`, { method: 'POST' });
    expect(response.status).toBe(404);
  });
});
