import { pino } from 'pino';
import { expect, test } from 'vitest';
import { manifestScopes } from '../../src/sandbox/manifest-scopes.ts';
import { createWebClient } from '../../src/slack/api/web-client.ts';
import { examineScopes } from '../../src/slack/examine-scopes.ts';
import { startSlack } from '../sandbox/slack/start-slack.ts';

async function findings(scopes: readonly string[], token?: string) {
  const slack = await startSlack({ limits: false, scopes });
  const log = pino({ level: 'silent' });
  return await examineScopes(createWebClient(token ?? slack.botToken, slack.apiUrl, log));
}

test('an app made from the manifest has all scopes that are looked for', async () => {
  expect(await findings(manifestScopes())).toEqual([expect.objectContaining({ state: 'fine' })]);
});

test('each scope that lacks is named, with what is lost and what to do', async () => {
  const scopes = manifestScopes().filter((scope) => !['chat:write', 'groups:read'].includes(scope));
  expect(await findings(scopes)).toEqual([
    expect.objectContaining({
      state: 'fault',
      says: expect.stringMatching(
        /^It lacks the scope chat:write: I can post nothing.*install it again/,
      ),
    }),
    expect.objectContaining({ state: 'notice', says: expect.stringContaining('groups:read') }),
  ]);
});

test('a token that Slack does not take is no question of scopes', async () => {
  expect(await findings(manifestScopes(), 'xoxb-wrong')).toEqual([
    { state: 'fault', about: 'Slack app', says: 'Slack answers invalid_auth when I ask who I am.' },
  ]);
});
