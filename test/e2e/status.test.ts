import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inProgressImport } from '../../src/sandbox/azure/in-progress-import.ts';
import { ALICE, DBA, startTestWorld, type TestWorld } from './start-test-world.ts';

describe('status', () => {
  let world: TestWorld;
  beforeAll(async () => {
    world = await startTestWorld('socket');
  });
  afterAll(async () => {
    await world.stop();
  });

  test('shows one reading to the asker alone and keeps nothing', async () => {
    const operation = world.azure.operation({
      script: () => ({
        kind: 'ok',
        body: inProgressImport({
          percent: 12,
          startTime: Date.now(),
          estimatedEnd: Date.now() + 60_000,
          status: 'Importing',
        }),
      }),
    });
    expect(await world.ask(`status ${operation.operationId}`)).toContain(
      'Import into orders-prod: 12 %',
    );
    expect(world.slack.messages(DBA)).toEqual([]);
    expect(await world.ask('list')).toContain('Nothing is being watched');
  });

  test('answers in time that it is looking, and then what it saw, when Azure is slow', async () => {
    const operation = world.azure.operation({ script: () => ({ kind: 'hang' }) });
    const { response } = await world.slack.command({
      channel: DBA,
      user: ALICE,
      text: `status ${operation.progressUrl}`,
    });
    expect(String(response?.['text'])).toContain('Looking for');
    const told = await world.slack.until(
      () => world.slack.ephemerals(DBA, ALICE).find(({ text }) => text.includes("can't read it")),
      { timeoutMs: 15_000 },
    );
    expect(told.text).toContain('⚠️');
  });
});
