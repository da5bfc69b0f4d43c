import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { failedOperation, succeededOperation } from '../../src/sandbox/azure/ended-operation.ts';
import { backupProperties, inProgressBackup } from '../../src/sandbox/azure/in-progress-backup.ts';
import { serverId } from '../../src/sandbox/azure/server-id.ts';
import { DEFAULT_SUBSCRIPTION_ID } from '../../src/sandbox/azure/simulated-subscription.ts';
import { spokenIn, untilCard } from './cards.ts';
import { BOB, DBA, startTestWorld, type TestWorld } from './start-test-world.ts';

const MINUTE = 60_000;

describe('the history', () => {
  let world: TestWorld;
  beforeAll(async () => {
    world = await startTestWorld('socket');
  });
  afterAll(async () => {
    await world.stop();
  });

  /** A backup of a server that took so long, and has ended well so long ago. */
  function tookMinutes(minutes: number, server: string, ago = 60) {
    const endTime = Date.now() - ago * MINUTE;
    const body = succeededOperation({
      startTime: endTime - minutes * MINUTE,
      endTime,
      properties: backupProperties(100, 100),
      resourceId: serverId(DEFAULT_SUBSCRIPTION_ID, server),
    });
    return world.azure.operation({ script: () => ({ kind: 'ok', body }) });
  }

  test('of a server is told on the card of its next run', async () => {
    for (const [index, minutes] of [22, 30, 41, 25].entries()) {
      const operation = tookMinutes(minutes, 'usual', 60 + 60 * index);
      await world.ask(`watch ${operation.asyncOperationUrl}`);
      await untilCard(world, DBA, operation, /succeeded/);
    }
    // Of another server, which counts for nothing here.
    const other = tookMinutes(600, 'other');
    await world.ask(`watch ${other.asyncOperationUrl}`);
    await untilCard(world, DBA, other, /succeeded/);

    const next = world.azure.operation({
      script: () => ({
        kind: 'ok',
        body: inProgressBackup({
          percent: 0,
          doneBytes: 0,
          totalBytes: 100,
          startTime: Date.now() - MINUTE,
          resourceId: serverId(DEFAULT_SUBSCRIPTION_ID, 'usual'),
        }),
      }),
    });
    await world.ask(`watch ${next.asyncOperationUrl}`);
    const card = spokenIn(await untilCard(world, DBA, next, /0 %/));
    expect(card).toContain('Usually 23–38 min (4 runs)');
    expect(card).toContain('Done ');
  });

  test('of what has ended is told by the command: how, why, how long, for whom, with a link', async () => {
    const endTime = Date.now() - 30 * MINUTE;
    const body = failedOperation({
      startTime: endTime - 31 * MINUTE,
      endTime,
      error: { code: 'BlobNotFound', message: 'The blob is not there.' },
      resourceId: serverId(DEFAULT_SUBSCRIPTION_ID, 'told'),
    });
    const broken = world.azure.operation({ script: () => ({ kind: 'ok', body }) });
    await world.ask(`watch ${broken.asyncOperationUrl} as nightly *export*`);
    const card = await untilCard(world, DBA, broken, /failed/);
    const good = tookMinutes(41, 'told');
    await world.ask(`watch ${good.asyncOperationUrl}`);
    await untilCard(world, DBA, good, /succeeded/);

    const all = await shown('history told 30d');
    expect(all).toMatch(/What has ended in the last 30 d of “told”: 2/);
    expect(all.indexOf('succeeded after 41 min')).toBeLessThan(all.indexOf('after 31 min'));
    expect(all).toContain('for <@U0ALICE> in <#C0DBA>');
    expect(all).toContain(`archives/${DBA}/p${card.ts.replace('.', '')}`);

    const failed = await shown('history failed');
    expect(failed).toContain('The blob is not there.');
    expect(failed).toContain('nightly *export* (');
    expect(failed).not.toContain('succeeded after');
    expect(await shown('history NIGHTLY *export*', BOB)).toContain('after 31 min');
  });

  test('tells how long a server takes as a rule', async () => {
    expect(await shown('history usual')).toContain('Usually it takes 23–38 min (4 runs).');
  });

  test('answers slips by what was probably meant', async () => {
    expect(await shown('history usaul')).toContain('/mysqlop history usual');
    expect(await shown('history faild')).toContain('/mysqlop history failed');
    expect(await world.ask('history told 30')).toContain('Nothing that I watched of “told 30”');
    expect(await world.ask('history 30')).toContain('30d');
    expect(await world.ask('histroy')).toContain('/mysqlop history');
  });

  async function shown(text: string, user = 'U0ALICE'): Promise<string> {
    const { response } = await world.slack.command({ channel: DBA, user, text });
    return textsIn(response?.['blocks']).join('\n');
  }
});

/** All texts and addresses in blocks, in order. */
function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(textsIn);
}
