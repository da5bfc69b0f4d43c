import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { failedOperation, succeededOperation } from '../../src/sandbox/azure/ended-operation.ts';
import { inProgressBackup } from '../../src/sandbox/azure/in-progress-backup.ts';
import { startProduct } from '../../src/sandbox/product/product-process.ts';
import { untilReady } from '../../src/sandbox/product/until-ready.ts';
import { untilCard, untilThread } from '../e2e/cards.ts';
import { DBA, ONCALL, startTestWorld, type TestWorld } from '../e2e/start-test-world.ts';

let world: TestWorld;
beforeEach(async () => {
  world = await startTestWorld('socket');
});
afterEach(async () => {
  await world.stop();
});

const ops = async (path: string) => await fetch(`http://127.0.0.1:${world.opsPort}${path}`);
const checks = async () =>
  ((await (await ops('/readyz')).json()) as { readonly checks: Record<string, string> }).checks;
const ended = { startTime: Date.now() - 60_000, endTime: Date.now() };

describe('/readyz', () => {
  test('fails while Slack refuses the bot; what is owed is kept, and told when that is mended', async () => {
    const mend = world.slack.fail({
      method: 'chat.postMessage',
      times: 1000,
      with: { kind: 'error', error: 'token_revoked' },
    });
    const error = { code: 'Broken', message: 'It broke.' };
    const operation = world.azure.operation({
      script: () => ({ kind: 'ok', body: failedOperation({ ...ended, error }) }),
    });
    await world.ask(`watch ${operation.progressUrl}`);
    await expect.poll(async () => (await ops('/readyz')).status, { timeout: 10_000 }).toBe(503);
    expect((await checks())['slack']).toBe('Slack refuses chat.postMessage: token_revoked');
    expect(world.slack.messages(ONCALL)).toEqual([]);

    // Whoever mends it starts the bot anew, as a rule.
    await world.product.stop();
    mend();
    const again = startProduct(world.environment, 'node');
    try {
      await untilReady(again, world.opsPort);
      await world.slack.until(() => world.slack.messages(ONCALL).length === 1);
      await world.slack.until(() => world.slack.messages(DBA).length === 1);
    } finally {
      await again.stop();
    }
  });

  test.each(['ekm_access_denied', 'no_permission', 'team_not_found'])(
    'is in order where Slack closes one conversation, and cards elsewhere are edited: %s',
    async (refusesWith) => {
      const at = (percent: number) =>
        inProgressBackup({
          percent,
          doneBytes: percent,
          totalBytes: 100,
          startTime: ended.startTime,
        });
      const watched = async (channel: string) => {
        const operation = world.azure.operation({ script: () => ({ kind: 'ok', body: at(10) }) });
        await world.ask(`watch ${operation.progressUrl}`, { channel });
        await untilCard(world, channel, operation, /10 %/);
        return operation;
      };
      const here = await watched(DBA);
      const elsewhere = await watched('C0RANDOM');
      world.slack.changeChannel(DBA, { refusesWith });
      here.set({ kind: 'ok', body: at(20) });
      await world.slack.until(() =>
        world.slack.calls.some(
          ({ outcome }) => outcome.kind === 'refused' && outcome.error === refusesWith,
        ),
      );
      for (const percent of [30, 40]) {
        elsewhere.set({ kind: 'ok', body: at(percent) });
        await untilCard(world, 'C0RANDOM', elsewhere, new RegExp(`${percent} %`));
      }
      expect((await ops('/readyz')).status).toBe(200);
      world.slack.changeChannel(DBA, { refusesWith: undefined });
    },
  );

  test('shows what Slack takes nowhere, and so do the metrics, until it is told', async () => {
    const progress = { percent: 10, doneBytes: 1, totalBytes: 10, startTime: ended.startTime };
    const operation = world.azure.operation({
      script: () => ({ kind: 'ok', body: inProgressBackup(progress) }),
    });
    await world.ask(`watch ${operation.progressUrl}`);
    const card = await untilCard(world, DBA, operation, /10 %/);
    const mend = world.slack.fail({
      method: 'chat.postMessage',
      times: 1000,
      with: { kind: 'error', error: 'restricted_action' },
    });
    operation.set({ kind: 'ok', body: succeededOperation(ended) });
    await expect
      .poll(async () => (await checks())['outbox'], { timeout: 15_000 })
      .toMatch(/^Slack takes this nowhere: card\/.* \(restricted_action\)\. It stays owed/);
    // The bot itself is in order.
    expect((await ops('/readyz')).status).toBe(200);
    const metrics = await (await ops('/metrics')).text();
    expect(metrics).toMatch(/^mysqlop_outbox_stuck 1$/m);
    expect(metrics).toMatch(/^mysqlop_outbox_items 1$/m);
    expect(world.product.output()).toContain('slack.untold');

    mend();
    await untilThread(world, card, /succeeded/);
    await expect.poll(async () => (await checks())['outbox']).toBe('ok');
    expect(await (await ops('/metrics')).text()).toMatch(/^mysqlop_outbox_stuck 0$/m);
  });
});

test('an on-call channel that does not exist is told at the start, and whoever asks is served', async () => {
  const other = await startTestWorld('socket', { ONCALL_CHANNEL: 'C0NOWHERE' });
  try {
    const readyz = async () => await fetch(`http://127.0.0.1:${other.opsPort}/readyz`);
    await expect
      .poll(async () => await (await readyz()).json())
      .toMatchObject({
        checks: {
          channels: expect.stringMatching(/^ONCALL_CHANNEL \(C0NOWHERE\) does not exist/),
        },
      });
    expect((await readyz()).status).toBe(200);
    expect(other.product.output()).toContain('slack.channel_unfit');
  } finally {
    await other.stop();
  }
});
