import { expect, test } from 'vitest';
import { commandMeant } from '../../../src/slack/commands/command-meant.ts';

const ID = 'aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee';

test.each([
  [`watch ${ID} as nightly`, `watch ${ID} as nightly`],
  [`/mysqlop watch ${ID}`, `watch ${ID}`],
  ['stop nightly export', 'stop nightly export'],
  ['list mine', 'list mine'],
  ['list', 'list'],
  ['list all 2', 'list all 2'],
  [`wacth ${ID}`, `watch ${ID}`],
  [ID, `watch ${ID}`],
  [`Could you look at ${ID}, please?`, `watch ${ID}`],
])('of %j is %j', (text, meant) => {
  expect(commandMeant(text)).toBe(meant);
});

test.each(['hello', '', 'help', 'thank you!', 'watch'])('is not known of %j', (text) => {
  expect(commandMeant(text)).toBeUndefined();
});

test('holds no signature', () => {
  const url = `https://management.azure.com/subscriptions/${ID}/providers/Microsoft.DBforMySQL/locations/eastus/operationResults/${ID}`;
  const wrapped = `${url}?t=1&c=${'SECRET'.repeat(40)}`.replaceAll(/(.{80})/g, '$1\n');
  for (const text of [`watch ${wrapped}`, `see ${wrapped}`, `stop\n${wrapped} in eastus`]) {
    expect(commandMeant(text)).toMatch(/(?:watch|stop) https:[^?]*$/);
    expect(commandMeant(text)).not.toContain('SECRET');
  }
});
