import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { shownIn, untilCard } from './cards.ts';
import { running } from './running.ts';
import { DBA, startTestWorld, type TestWorld } from './start-test-world.ts';

let world: TestWorld;
beforeAll(async () => {
  world = await startTestWorld('socket');
});
afterAll(async () => {
  await world.stop();
});

describe('/mysqlop defaults', () => {
  test('spares people from saying where, and shows who set it', async () => {
    expect(await world.ask('defaults')).toContain('no defaults');
    expect(await world.ask('defaults in Eest US')).toContain('Did you mean “in East US”?');
    const set = await world.ask('defaults in east us notes off');
    expect(set).toMatch(/looked for in \*East US\*.*tells only how it ends.*Set by <@U0ALICE> /s);
    expect(await world.ask('defaults', { channel: 'C0RANDOM' })).toContain('no defaults');

    const operation = world.azure.operation({ location: 'East US', script: () => running(40) });
    const asked = await world.ask(`watch ${operation.operationId}`);
    expect(asked).toContain('in East US, as is usual in this channel.');
    const card = await untilCard(world, DBA, operation, /40 %/);
    expect(shownIn(card)).toContain('Notes are off');

    expect(await world.ask('defaults clear')).toContain('no defaults any more');
    expect(await world.ask('defaults')).toContain('no defaults');
  });
});
