import { expect, test } from 'vitest';
import { examineSettings } from '../../src/app/doctor/examine-settings.ts';
import { misspeltNames } from '../../src/config/misspelt-names.ts';
import { type SettingName, settings } from '../../src/config/settings.ts';
import { COMPLETE, configOf, problemsOf } from './complete-environment.ts';

test.each([
  ['ALLOWED_CHANNEL', 'ALLOWED_CHANNELS'],
  ['ON_CALL_MENTION', 'ONCALL_MENTION'],
  ['REMIND_AFTR', 'REMIND_AFTER'],
  ['REDIS_URI', 'REDIS_URL'],
  ['LOG_LEVLE', 'LOG_LEVEL'],
  ['MENTION_AGIAN_AFTRE', undefined],
  ['redis_url', 'REDIS_URL'],
  ['ADMIN', 'ADMINS'],
] as const)('takes %s for a slip of %s', (name, meant) => {
  expect(misspeltNames({ ...COMPLETE, [name]: 'x' })).toEqual(meant ? [{ name, meant }] : []);
});

test('takes nothing for a slip that is read, that others set, or whose meaning is set', () => {
  const read = Object.fromEntries(
    Object.entries(settings).flatMap(([name, definition]) => [
      [name as SettingName, 'x'],
      ...('otherSpelling' in definition ? [[definition.otherSpelling, 'x']] : []),
    ]),
  );
  const others = [
    ...['HOME', 'HOSTNAME', 'PATH', 'PWD', 'SHLVL', 'TERM', 'TZ', 'USER', 'LANG', 'CI', 'DEBUG'],
    ...['FTP_PROXY', 'ftp_proxy', 'ALL_PROXY', 'REDIS_PORT', 'REDIS_HOST', 'REDIS_SERVICE_HOST'],
    ...['AZURE_CLIENT_ID', 'AZURE_TENANT_ID', 'AZURE_CLIENT_SECRET', 'AZURE_SUBSCRIPTION_ID'],
    ...[
      'AZURE_FEDERATED_TOKEN_FILE',
      'NODE_ENV',
      'NODE_OPTIONS',
      'NODE_EXTRA_CA_CERTS',
      'NO_COLOR',
    ],
  ];
  expect(misspeltNames({ ...read, REDIS_URI: 'x' })).toEqual([]);
  expect(misspeltNames(Object.fromEntries(others.map((name) => [name, 'x'])))).toEqual([]);
});

test('names the slip where the setting is missed', () => {
  const { SLACK_BOT_TOKEN, ...others } = COMPLETE;
  expect(problemsOf({ ...others, SLACK_BOT_TOKN: SLACK_BOT_TOKEN })).toEqual([
    expect.objectContaining({
      setting: 'SLACK_BOT_TOKEN',
      problem: 'is missing: is SLACK_BOT_TOKN a slip?',
    }),
  ]);
});

test('lets the doctor tell of one that keeps nobody from starting', () => {
  expect(examineSettings(configOf({ ALLOWED_CHANNEL: 'C0DBA' }))).toContainEqual({
    state: 'notice',
    about: 'ALLOWED_CHANNEL',
    says: 'No setting has that name, so it decides nothing. If ALLOWED_CHANNELS is meant, correct it.',
  });
});
