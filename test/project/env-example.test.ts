import { parseEnv } from 'node:util';
import { expect, test } from 'vitest';
import { loadConfig } from '../../src/config/load-config.ts';
import { settings } from '../../src/config/settings.ts';
import { envExample } from './env-example.ts';
import { projectFile } from './project-files.ts';

const text = projectFile('.env.example');

test('holds every setting once, and nothing that is none', () => {
  const names = [...text.matchAll(/^(?:# )?(\w+)=/gm)].map(([, name]) => name);

  expect(names).toEqual(Object.keys(settings));
});

test('is as the settings make it', () => {
  const expected = envExample();

  expect(text, `.env.example should read:\n\n${expected}`).toBe(expected);
});

test('copied without filling it in, it leads to the same advice as no settings at all', () => {
  const advised = (environment: NodeJS.Dict<string>) => {
    const loaded = loadConfig(environment);
    return loaded.kind === 'problems' && loaded.problems.map(({ setting }) => setting);
  };
  expect(advised(parseEnv(text))).toEqual(advised({}));
});

test('shows defaults that mean what leaving them out means', () => {
  const required = {
    SLACK_BOT_TOKEN: 'xoxb-1',
    SLACK_APP_TOKEN: 'xapp-1',
    AZURE_SUBSCRIPTIONS: 'prod=00000000-0000-0000-0000-000000000000',
    ONCALL_CHANNEL: 'C0123456789',
  };
  // An empty list of who may is refused: it would let everybody in.
  const everyLine = parseEnv(text.replaceAll(/^# ((?!ALLOWED_|ADMINS)\w+=)/gm, '$1'));

  expect(loadConfig({ ...everyLine, ...required })).toEqual(loadConfig(required));
  expect(loadConfig(required).kind).toBe('config');
});
