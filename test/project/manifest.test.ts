import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { COMMAND } from '../../src/slack/commands/command.ts';
import { ManifestSchema } from './manifest-schema.ts';
import { projectFile, sourceFiles } from './project-files.ts';
import { SCOPES_OF_METHOD } from './web-api-scopes.ts';

const manifest = v.parse(ManifestSchema, parse(projectFile('manifest.yml')));
const slackSource = sourceFiles('src/slack').map(projectFile).join('\n');

/** Messages come under one name, and are subscribed to by the kind of conversation. */
const SUBSCRIPTIONS_OF_EVENT: Readonly<Record<string, readonly string[]>> = {
  message: ['message.im'],
};

/** What the first group of a pattern matches in src/slack, each once. */
function inSlackSource(pattern: RegExp): readonly string[] {
  return [...new Set([...slackSource.matchAll(pattern)].map(([, found = '']) => found))].sort();
}

/** `chat.postMessage` and so on; a call of one word, such as `client.start()`, is none of the Web API. */
const methods = inSlackSource(/\bclient\s*\.\s*(\w+(?:\s*\.\s*\w+)+)\s*\(/g).map((method) =>
  method.replaceAll(/\s/g, ''),
);

describe('manifest.yml', () => {
  test('offers the command that the code listens to', () => {
    expect(manifest.features.slash_commands.map(({ command }) => command)).toEqual([COMMAND]);
  });

  test('takes commands as they are typed, and lets people type them to the bot itself', () => {
    expect(manifest.features.slash_commands.every((command) => !command.should_escape)).toBe(true);
    expect(manifest.features.app_home).toMatchObject({
      messages_tab_enabled: true,
      messages_tab_read_only_enabled: false,
    });
  });

  test('subscribes to the events that the code listens to, and to no others', () => {
    const listened = inSlackSource(/\bapp\.event\(\s*['"]([\w.]+)['"]/g);
    const subscribed = listened.flatMap((event) => SUBSCRIPTIONS_OF_EVENT[event] ?? event);

    expect(slackSource.match(/\bapp\.event\(/g) ?? []).toHaveLength(listened.length);
    expect(slackSource, 'app.message: name the message events one by one').not.toMatch(
      /\bapp\.message\(/,
    );
    expect([...(manifest.settings.event_subscriptions?.bot_events ?? [])].sort()).toEqual(
      subscribed,
    );
  });

  test('offers the shortcuts that the code listens to', () => {
    const listened = inSlackSource(/\bapp\.shortcut\(\s*\{[^}]*callback_id: '([\w-]+)'/g);

    expect(slackSource.match(/\bapp\.shortcut\(/g) ?? []).toHaveLength(listened.length);
    expect(manifest.features.shortcuts.map(({ callback_id: id }) => id).sort()).toEqual(listened);
  });

  test('lets buttons be pressed, and uses Socket Mode', () => {
    expect(slackSource).toMatch(/\bapp\.action\(/);
    expect(manifest.settings).toMatchObject({
      interactivity: { is_enabled: true },
      org_deploy_enabled: false,
      socket_mode_enabled: true,
      token_rotation_enabled: false,
    });
  });
});

describe('bot scopes', () => {
  test('every Web API method that is called has its scopes written down', () => {
    const unknown = methods.filter((method) => !(method in SCOPES_OF_METHOD));

    expect(methods).toContain('chat.postMessage');
    expect(slackSource, 'apiCall hides which method it calls').not.toMatch(/\.apiCall\(/);
    expect(
      unknown,
      `Look up the scopes of ${unknown.join(', ')} at docs.slack.dev/reference/methods, and add them to ` +
        'test/project/web-api-scopes.ts and manifest.yml.',
    ).toEqual([]);
  });

  test('are exactly those that the commands and the methods need', () => {
    const needed = new Set([
      'commands',
      ...methods.flatMap((method) => SCOPES_OF_METHOD[method] ?? []),
    ]);

    const { bot, bot_optional: optional } = manifest.oauth_config.scopes;
    expect([...bot, ...optional].sort()).toEqual([...needed].sort());
  });

  test('may be left out but for those without which nothing goes, and for that of an event', () => {
    expect(manifest.oauth_config.scopes.bot).toEqual(['commands', 'chat:write', 'im:history']);
  });
});
