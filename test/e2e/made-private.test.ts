import { afterAll, beforeAll, expect, test } from 'vitest';
import { untilCard } from './cards.ts';
import { running } from './running.ts';
import { BOB, startTestWorld, type TestWorld } from './start-test-world.ts';

const RANDOM = 'C0RANDOM';

let world: TestWorld;
beforeAll(async () => {
  world = await startTestWorld('socket');
});
afterAll(async () => {
  await world.stop();
});

test('a watch in a channel that is made private no longer shows in the lists of others', async () => {
  world.slack.changeChannel(RANDOM, { isMember: true });
  const operation = world.azure.operation({ script: () => running(20) });
  await world.ask(`watch ${operation.progressUrl} as payroll`, { channel: RANDOM });
  await untilCard(world, RANDOM, operation, /20 %/);
  world.slack.changeChannel(RANDOM, { kind: 'private' });
  expect(await world.ask('list all', { user: BOB })).toContain('Nothing is being watched');
  expect(await world.ask('list all')).toContain('Being watched anywhere: 1');
  expect(await world.ask('list', { user: BOB, channel: RANDOM })).toContain('1');
});
