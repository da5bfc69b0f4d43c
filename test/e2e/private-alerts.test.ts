import { afterEach, expect, test } from 'vitest';
import { untilCard } from './cards.ts';
import { failed, running } from './running.ts';
import { ALICE, ONCALL, startTestWorld, type TestWorld } from './start-test-world.ts';

const SECRET = 'G0SECRET';
const CHANNELS = [
  { id: SECRET, name: 'secret', isPrivate: true, isMember: true },
  { id: ONCALL, name: 'oncall' },
];

let world: TestWorld;
afterEach(async () => {
  await world.stop();
});

/** All that on-call is shown of an operation that was watched in a private channel, and failed. */
async function alertOf(settings: Readonly<Record<string, string>>): Promise<string> {
  world = await startTestWorld('socket', settings, { channels: CHANNELS });
  const operation = world.azure.operation({ script: () => running(42) });
  await world.ask(`watch ${operation.progressUrl} as merger-of-two`, { channel: SECRET });
  await untilCard(world, SECRET, operation, /42 %/);
  operation.set(failed());
  await untilCard(world, SECRET, operation, /failed/);
  const alert = await world.slack.until(() => world.slack.messages(ONCALL)[0]);
  const shown = JSON.stringify(alert);
  expect(shown).toContain(operation.operationId);
  expect(shown).toContain('It broke.');
  return shown;
}

test('what is watched in private has its label, its card and its asker kept out of the alert', async () => {
  const alert = await alertOf({});
  expect(alert).toContain('asked in private');
  for (const hidden of ['merger-of-two', ALICE, SECRET, 'Open the card']) {
    expect(alert).not.toContain(hidden);
  }
});

test('they are shown where PRIVATE_IN_ALERTS says so', async () => {
  const alert = await alertOf({ PRIVATE_IN_ALERTS: 'yes' });
  for (const shown of ['merger-of-two', ALICE, SECRET, 'Open the card']) {
    expect(alert).toContain(shown);
  }
});
