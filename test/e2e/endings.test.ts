import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  canceledOperation,
  endedOtherwise,
  failedOperation,
  succeededOperation,
} from '../../src/sandbox/azure/ended-operation.ts';
import { backupProperties, inProgressBackup } from '../../src/sandbox/azure/in-progress-backup.ts';
import { cardsOf, shownIn, untilCard, untilThread } from './cards.ts';
import { ALICE, DBA, ONCALL, startTestWorld, type TestWorld } from './start-test-world.ts';

const RANDOM = 'C0RANDOM';
const GIB = 2 ** 30;
const STARTED = Date.now() - 3_600_000;

function running(percent: number) {
  return {
    kind: 'ok',
    body: inProgressBackup({
      percent,
      doneBytes: (percent / 100) * 10 * GIB,
      totalBytes: 10 * GIB,
      startTime: STARTED,
    }),
  } as const;
}

const ENDED = {
  startTime: STARTED,
  endTime: STARTED + 3_600_000,
  properties: backupProperties(10 * GIB, 10 * GIB),
};

describe.each(['socket', 'http'] as const)('an operation watched over %s', (entrance) => {
  let world: TestWorld;
  beforeAll(async () => {
    world = await startTestWorld(entrance, { LOG_LEVEL: 'trace' });
  });
  afterAll(async () => {
    await world.stop();
  });

  test('that succeeds has one card, edited to the end, and its story in the thread', async () => {
    const operation = world.azure.operation({ script: () => running(42) });

    expect(await world.ask(`watch ${operation.asyncOperationUrl} as nightly`)).toContain(
      `Watching \`${operation.operationId}\``,
    );
    const card = await untilCard(
      world,
      DBA,
      operation,
      /^nightly \(backup of orders-prod\): 42 %, 4.2 of 10 GiB$/,
    );
    expect(shownIn(card)).toContain('nightly');
    expect(shownIn(card)).toContain('Refresh');

    operation.set(running(80));
    await untilThread(world, card, /past 75 %/);
    operation.set({ kind: 'ok', body: succeededOperation(ENDED) });
    const last = await untilCard(
      world,
      DBA,
      operation,
      /succeeded after 1 h, 2.8 MiB\/s on average/,
    );
    expect(last.ts).toBe(card.ts);
    expect(cardsOf(world, DBA, operation)).toHaveLength(1);
    expect(shownIn(last)).toContain('succeeded');
    expect(shownIn(last)).not.toContain('Refresh');

    const story = await untilThread(world, card, /succeeded/);
    expect(story).toEqual([
      expect.stringMatching(/^📈 .*: past 75 %, now at 80 %, 8 of 10 GiB/),
      expect.stringMatching(/^✅ nightly \(backup of orders-prod\) succeeded after 1 h/),
    ]);
    expect(world.slack.messages(ONCALL)).toEqual([]);
  });

  test('leaves no secret in the log, however much is logged', async () => {
    const operation = world.azure.operation({ script: () => running(11) });
    const url = operation.asyncOperationUrl;
    const { responseUrl } = await world.slack.command({
      channel: DBA,
      user: ALICE,
      text: `watch ${url} as nightly, sig=c2VjcmV0`,
    });
    const card = await untilCard(world, DBA, operation, /11 %/);
    expect(shownIn(card)).toContain('nightly, sig=[removed]');
    expect(shownIn(card)).not.toContain('c2VjcmV0');
    const log = world.printed();
    expect(log).toContain(operation.operationId);
    const { azure, slack } = world;
    const query = [...new URL(url).searchParams].filter(([name]) => name !== 'api-version');
    const secrets = [
      azure.token,
      slack.botToken,
      slack.appToken,
      slack.signingSecret,
      responseUrl,
      'c2VjcmV0',
      ...query.map(([, value]) => value),
    ];
    for (const secret of secrets) expect(log).not.toContain(secret);
  });
});

// The bot does the same however Slack reaches it.
describe('an operation', () => {
  let world: TestWorld;
  beforeAll(async () => {
    world = await startTestWorld('socket', {
      FALLBACK_CHANNEL: RANDOM,
      RUNBOOK_URL: 'https://wiki.example.com/runbooks/{code}',
    });
  });
  afterAll(async () => {
    await world.stop();
  });

  test('that fails calls on-call once, with everything one needs to know', async () => {
    const operation = world.azure.operation({ script: () => running(61) });
    await world.ask(`watch ${operation.asyncOperationUrl}`);
    const card = await untilCard(world, DBA, operation, /61 %/);

    const error = {
      code: 'AggregateException',
      message:
        'One or more errors occurred. <!channel> https://x.blob.core.windows.net/b?sig=SECRET',
      details: [
        { code: 'StorageUploadFailed', message: 'The container is gone.' },
        { code: 'Trace', message: `${'at one place '.repeat(200)}and no further.` },
      ],
    };
    operation.set({
      kind: 'ok',
      body: failedOperation({ ...ENDED, error }),
      headers: { 'x-ms-request-id': 'req-4711' },
    });
    const alert = await world.slack.until(() => world.slack.messages(ONCALL).at(0));
    expect(alert.text).toMatch(/^🚨 <!subteam\^S0DBAS> Backup of orders-prod failed/);
    const shown = shownIn(alert);
    for (const part of [
      'StorageUploadFailed: The container is gone.',
      'https://wiki.example.com/runbooks/StorageUploadFailed',
      operation.operationId,
      'orders-prod',
      `https://simulated.slack.com/archives/${DBA}/p${card.ts.replace('.', '')}`,
      'portal.azure.com',
    ]) {
      expect(shown).toContain(part);
    }
    expect(shown).not.toContain('SECRET');
    expect(world.slack.pings.map(({ mention }) => mention)).not.toContain('<!channel>');
    expect(
      world.slack.pings.filter(({ mention }) => mention === '<!subteam^S0DBAS>').length,
    ).toBeGreaterThan(0);

    // A link leads to a page, and Slack tells us of the press all the same.
    const press = { channel: ONCALL, ts: alert.ts, user: ALICE };
    await world.slack.press({ ...press, actionId: 'link-card' });

    await untilCard(world, DBA, operation, /❌ .*failed at 100 % after 1 h: StorageUploadFailed/);
    await untilThread(world, card, /^❌ .*failed/);
    const details = await world.slack.until(() => world.slack.thread(ONCALL, alert.ts).at(0));
    for (const part of ['and no further.', 'in all: AggregateException', 'req-4711']) {
      expect(shownIn(details)).toContain(part);
    }
    expect(shown).not.toContain('and no further.');
    expect(world.slack.messages(ONCALL)).toHaveLength(1);
  });

  test('that is canceled says so and alerts nobody', async () => {
    const operation = world.azure.operation({ script: () => running(10) });
    const alertsBefore = world.slack.messages(ONCALL).length;
    await world.ask(`watch ${operation.progressUrl}`);
    const card = await untilCard(world, DBA, operation, /10 %/);

    operation.set({ kind: 'ok', body: canceledOperation(ENDED) });
    await untilCard(world, DBA, operation, /🚫 .*canceled at 100 % after 1 h/);
    await untilThread(world, card, /canceled/);
    expect(world.slack.messages(ONCALL)).toHaveLength(alertsBefore);
  });

  test('whose card was deleted is told by a new message when it ends', async () => {
    const operation = world.azure.operation({ script: () => running(15) });
    await world.ask(`watch ${operation.progressUrl}`);
    const card = await untilCard(world, DBA, operation, /15 %/);
    const others = world.slack.messages(DBA).length - 1;
    world.slack.deleteMessage(DBA, card.ts);

    operation.set({ kind: 'ok', body: succeededOperation(ENDED) });
    const told = await world.slack.until(() => world.slack.messages(DBA)[others]);
    expect(told.text).toMatch(/^✅ Backup of orders-prod succeeded/);
  });

  test('whose channel was archived is told in FALLBACK_CHANNEL', async () => {
    const operation = world.azure.operation({ script: () => running(16) });
    const asked = { channel: 'G0SECRET' };
    world.slack.changeChannel(asked.channel, { isMember: true });
    await world.ask(`watch ${operation.progressUrl}`, asked);
    await untilCard(world, asked.channel, operation, /16 %/);
    world.slack.changeChannel(asked.channel, { isArchived: true });

    operation.set({ kind: 'ok', body: succeededOperation(ENDED) });
    const told = await world.slack.until(() => world.slack.messages(RANDOM)[0]);
    expect(told.text).toContain("I can't post in <#G0SECRET>");
  });

  test('that failed before anybody looked has its card, its thread and its alert all the same', async () => {
    const error = { code: 'Internal', message: 'Broken.' };
    const operation = world.azure.operation({
      script: () => ({ kind: 'ok', body: failedOperation({ ...ENDED, error }) }),
    });
    const alertsBefore = world.slack.messages(ONCALL).length;
    await world.ask(`watch ${operation.asyncOperationUrl}`);

    const card = await untilCard(world, DBA, operation, /❌ .*failed/);
    await untilThread(world, card, /failed/);
    // It waits for its card only for a while: then the link is edited in.
    const link = `p${card.ts.replace('.', '')}`;
    await world.slack.until(() =>
      world.slack
        .messages(ONCALL)
        .slice(alertsBefore)
        .some((alert) => shownIn(alert).includes(link)),
    );
    expect(world.slack.messages(ONCALL)).toHaveLength(alertsBefore + 1);
  });
});

// A world of its own: soon after another alert it would stand on a digest.
test('an operation that ends under a word that nobody documented is shown and alerted in that word', async ({
  onTestFinished,
}) => {
  const world = await startTestWorld('socket');
  onTestFinished(() => world.stop());
  const operation = world.azure.operation({ script: () => running(60) });
  await world.ask(`watch ${operation.progressUrl}`);
  const card = await untilCard(world, DBA, operation, /60 %/);

  const error = { code: 'NodeLost', message: 'The node went away.' };
  operation.set({ kind: 'ok', body: endedOtherwise('Faulted', { ...ENDED, error }) });
  const alert = await world.slack.until(() => world.slack.messages(ONCALL)[0]);
  expect(alert.text).toMatch(/^🚨 <!subteam\^S0DBAS> .*calls it “Faulted”.*NodeLost/);
  expect(shownIn(alert)).toContain('Azure gives it an end and calls it “Faulted”: please look.');
  await untilCard(world, DBA, operation, /❗ .*calls it “Faulted” after 1 h: NodeLost/);
  await untilThread(world, card, /^❗ .*Faulted/);
});
