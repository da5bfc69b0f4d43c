import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { failedOperation } from '../../src/sandbox/azure/ended-operation.ts';
import { inProgressBackup } from '../../src/sandbox/azure/in-progress-backup.ts';
import { cardsOf, shownIn, spokenIn, untilCard, untilThread } from './cards.ts';
import { ALICE, BOB, DBA, ONCALL, startTestWorld, type TestWorld } from './start-test-world.ts';

const RANDOM = 'C0RANDOM';
const PRIVATE = 'C0PRIVATE';
/** Slack takes a message a second in one channel: tests that post much have one of their own. */
const TEAMS = ['C0TEAM1', 'C0TEAM2', 'C0TEAM3', 'C0TEAM4'] as const;
const CHANNELS = [
  ...[DBA, ONCALL, ...TEAMS].map((id) => ({ id, name: id.toLowerCase(), isMember: true })),
  { id: RANDOM, name: 'random' },
  { id: 'G0SECRET', name: 'secret', isPrivate: true },
  // Slack gives private channels such ids, too.
  { id: PRIVATE, name: 'merger', isPrivate: true, isMember: true },
];

function running(percent: number) {
  return {
    kind: 'ok',
    body: inProgressBackup({ percent, doneBytes: 1, totalBytes: 100, startTime: Date.now() }),
  } as const;
}

describe('watching', () => {
  let world: TestWorld;
  beforeAll(async () => {
    world = await startTestWorld('socket', {}, { channels: CHANNELS });
  });
  afterAll(async () => {
    await world.stop();
  });

  test('finds a bare id in the second location', async () => {
    const operation = world.azure.operation({ location: 'West Europe', script: () => running(5) });
    expect(await world.ask(`watch ${operation.operationId}`)).toContain('in West Europe');
    const card = await untilCard(world, DBA, operation, /5 %/);
    expect(shownIn(card)).toContain('prod, West Europe');
  });

  test('tells the asker alone about an id that no location knows, and keeps nothing', async () => {
    const unknown = { operationId: '11111111-2222-4333-8444-555555555555' };
    expect(await world.ask(`watch ${unknown.operationId}`)).toMatch(
      /Nobody knows that operation in East US, West Europe/,
    );
    expect(cardsOf(world, DBA, unknown)).toEqual([]);
    expect(await world.ask('list')).not.toContain(unknown.operationId);
  });

  test('shows one card a channel, and links to it when somebody asks again', async () => {
    const operation = world.azure.operation({ script: () => running(7) });
    await world.ask(`watch ${operation.asyncOperationUrl}`);
    const card = await untilCard(world, DBA, operation, /7 %/);

    const again = await world.ask(`watch ${operation.operationId} in eastus`, { user: BOB });
    expect(again).toContain(`archives/${DBA}/p${card.ts.replace('.', '')}`);

    await world.ask(`watch ${operation.progressUrl}`, { channel: RANDOM, user: BOB });
    await untilCard(world, RANDOM, operation, /7 %/);
    expect(cardsOf(world, DBA, operation)).toHaveLength(1);
    expect(cardsOf(world, RANDOM, operation)).toHaveLength(1);
  });

  test('makes one watch of an operation that many people ask for at once', async () => {
    const operation = world.azure.operation({ script: () => running(8) });
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => world.ask(`watch ${operation.asyncOperationUrl}`)),
    );
    expect(answers.filter((answer) => answer.includes('Watching'))).toHaveLength(1);
    expect(answers.filter((answer) => answer.includes('already'))).toHaveLength(9);
    await untilCard(world, DBA, operation, /8 %/);
    expect(cardsOf(world, DBA, operation)).toHaveLength(1);
  });

  test('finds all operations in what is pasted, and answers each', async () => {
    const channel = TEAMS[2];
    const [one, other] = [31, 32].map((percent) =>
      world.azure.operation({ script: () => running(percent) }),
    );
    if (!one || !other) throw new Error('two operations');
    const log = [
      `DEBUG: cli.azure.cli.core.util: Request URL: '${world.azure.url}/subscriptions/x?api-version=1'`,
      `DEBUG: cli.azure.cli.core.util:     'x-ms-client-request-id': '${randomUUID()}'`,
      `DEBUG: cli.azure.cli.core.util:     'Azure-AsyncOperation': '${one.asyncOperationUrl}'`,
      `DEBUG: cli.azure.cli.core.util:     'Azure-AsyncOperation': '${other.asyncOperationUrl}'`,
      'INFO: Command ran in 1.344 seconds (init: 0.1, invoke: 1.2)',
    ].join('\n');
    const wrapped = log.replaceAll(/([^\n]{80})/g, '$1\n');
    const answer = await world.ask(`watch ${wrapped}\nas "quick" *fix*`, { channel });
    expect(answer.match(/Watching/g)).toHaveLength(2);
    for (const operation of [one, other]) await untilCard(world, channel, operation, /3\d %/);
    expect(await world.ask('stop', { channel })).toContain('Which one shall I stop');
    expect(await world.ask('stop "quick" *fix*', { channel })).toContain('Several are called so');
    expect(
      await world.ask(`stop (${one.operationId}), ${other.operationId}.`, { channel }),
    ).toMatch(/no longer watched here.*\n.*no longer watched here/);
  });

  test('reads where it is told to, whatever the URL says', async () => {
    const channel = TEAMS[2];
    const operation = world.azure.operation({ location: 'West Europe', script: () => running(33) });
    const url = operation.progressUrl.replace(/West%20Europe|westeurope/i, 'eastus');
    expect(url).toContain('eastus');
    const label = 'R&D in the night';
    expect(await world.ask(`watch ${url} in westeurop`, { channel })).toContain(
      'Did you mean “in West Europe”?',
    );
    await world.ask(`watch ${url} in westeurope as ${label}`, { channel });
    await untilCard(world, channel, operation, /33 %/);
    expect(await world.ask(`status ${label}`, { channel })).toContain('33 %');
    expect(await world.ask(`stop ${label}`, { channel })).toContain('no longer watched here');
  });

  test('stops in one channel by command and goes on in the other', async () => {
    const channel = TEAMS[0];
    const operation = world.azure.operation({ script: () => running(20) });
    await world.ask(`watch ${operation.asyncOperationUrl}`, { channel });
    await world.ask(`watch ${operation.asyncOperationUrl}`, { channel: RANDOM });
    const here = await untilCard(world, channel, operation, /20 %/);
    await untilCard(world, RANDOM, operation, /20 %/);

    const stop = `stop ${operation.operationId}`;
    expect(await world.ask(stop, { channel })).toContain('no longer watched here');
    const stopped = await untilCard(world, channel, operation, /no longer watched here/);
    expect(shownIn(stopped)).not.toContain('Stop watching');
    expect(await untilThread(world, here, /stopped watching/)).toContainEqual(
      expect.stringContaining(`<@${ALICE}> stopped watching here`),
    );

    operation.set(running(30));
    await untilCard(world, RANDOM, operation, /30 %/);
    expect(cardsOf(world, channel, operation).at(0)?.text).toMatch(/no longer watched here/);
    expect(await world.ask(stop, { channel })).toContain('not being watched');
  });

  test('stops by the button, and reads no more when nobody is left', async () => {
    const channel = TEAMS[1];
    const operation = world.azure.operation({ script: () => running(21) });
    await world.ask(`watch ${operation.asyncOperationUrl}`, { channel });
    const card = await untilCard(world, channel, operation, /21 %/);
    expect(shownIn(card)).toContain('Nobody here will be told how it ends');

    await world.slack.press({ channel, ts: card.ts, actionId: 'stop', user: BOB });
    await untilCard(world, channel, operation, /no longer watched/);
    expect(await untilThread(world, card, /stopped/)).toContainEqual(
      expect.stringContaining(`<@${BOB}> stopped watching here`),
    );
    expect(await world.ask('list', { channel })).toContain('Nothing is being watched');
    // A read that was under way may still end; no further one may begin.
    const reads = operation.reads;
    await world.ask(`status ${operation.progressUrl}`);
    expect(operation.reads).toBe(reads + 1);
  });

  test('can be taken up again after it was stopped', async () => {
    const channel = TEAMS[2];
    const operation = world.azure.operation({ script: () => running(22) });
    const watch = `watch ${operation.asyncOperationUrl}`;
    await world.ask(watch, { channel });
    await untilCard(world, channel, operation, /22 %/);
    await world.ask(`stop ${operation.asyncOperationUrl}`, { channel });
    await untilCard(world, channel, operation, /no longer watched/);

    expect(await world.ask(watch, { channel })).toContain('Watching');
    await world.slack.until(() => cardsOf(world, channel, operation).length === 2);
    await untilCard(world, channel, operation, /22 %/);
  });

  test('lists what is watched here, for me, and everywhere, with links', async () => {
    const operation = world.azure.operation({ script: () => running(23) });
    await world.ask(`watch ${operation.asyncOperationUrl} as payroll`, {
      channel: RANDOM,
      user: BOB,
    });
    const card = await untilCard(world, RANDOM, operation, /23 %/);
    const link = `p${card.ts.replace('.', '')}`;
    const listed = async (text: string, who: { channel: string; user: string }) => {
      const { response } = await world.slack.command({ ...who, text });
      return JSON.stringify(response);
    };
    expect(await listed('list', { channel: RANDOM, user: ALICE })).toContain(link);
    expect(await listed('list mine', { channel: DBA, user: BOB })).toContain('payroll');
    expect(await listed('list mine', { channel: DBA, user: ALICE })).not.toContain('payroll');
    expect(await listed('list all', { channel: DBA, user: ALICE })).toContain(
      `"channel_id":"${RANDOM}"`,
    );
  });

  test('shows a label letter for letter, on the card and in the list', async () => {
    const channel = TEAMS[0];
    const operation = world.azure.operation({ script: () => running(26) });
    const label = '*all* _tmp_ :wave: R&D <x> 👩‍💻 "quick" fix';
    await world.ask(`watch ${operation.progressUrl} as ${label}`, { channel });
    const card = await untilCard(world, channel, operation, /26 %/);
    const { response } = await world.slack.command({ channel, user: ALICE, text: 'list' });
    for (const blocks of [card.blocks, response?.['blocks']]) {
      expect(JSON.stringify(blocks)).toContain(JSON.stringify(label).slice(1, -1));
    }
    expect(await world.ask(`stop ${label}`, { channel })).toContain('no longer watched here');
  });

  test('lists what stands in private only there and for who asked', async () => {
    const operation = world.azure.operation({ script: () => running(25) });
    const secret = { channel: PRIVATE, user: ALICE };
    await world.ask(`watch ${operation.progressUrl} as merger`, secret);
    await untilCard(world, PRIVATE, operation, /25 %/);
    const listed = async (text: string, who: { channel: string; user: string }) => {
      const { response } = await world.slack.command({ ...who, text });
      return JSON.stringify(response).includes('merger');
    };
    expect(await listed('list', { channel: PRIVATE, user: BOB })).toBe(true);
    expect(await listed('list all', { channel: DBA, user: ALICE })).toBe(true);
    expect(await listed('list all', { channel: DBA, user: BOB })).toBe(false);
  });

  test('calls on-call no second time when somebody watches a failed operation again', async () => {
    const error = { code: 'Broken', message: 'It broke.' };
    const ended = { startTime: Date.now() - 60_000, endTime: Date.now(), error };
    const operation = world.azure.operation({
      script: () => ({ kind: 'ok', body: failedOperation(ended) }),
    });
    await world.ask(`watch ${operation.progressUrl}`, { channel: TEAMS[3] });
    await untilCard(world, TEAMS[3], operation, /failed/);
    await world.slack.until(() => world.slack.messages(ONCALL).length === 1);
    await world.ask(`watch ${operation.progressUrl}`, { channel: RANDOM });
    const again = await untilCard(world, RANDOM, operation, /failed/);
    await untilThread(world, again, /failed/);
    expect(world.slack.messages(ONCALL)).toHaveLength(1);
  });

  test('tells the asker when the bot may not post in the channel', async () => {
    const operation = world.azure.operation({ script: () => running(24) });
    await world.ask(`watch ${operation.asyncOperationUrl}`, { channel: 'G0SECRET' });
    const told = await world.slack.until(() =>
      world.slack.ephemerals('G0SECRET', ALICE).find(({ text }) => text.includes("can't post")),
    );
    expect(told.text).toContain('/invite');
    expect(await world.ask('list', { channel: 'G0SECRET' })).toContain('Nothing is being watched');
  });
});

describe('an operation that Azure does not know', () => {
  let world: TestWorld;
  beforeAll(async () => {
    world = await startTestWorld('socket', { NOT_FOUND_AFTER: '1s', GONE_AFTER: '1s' });
  });
  afterAll(async () => {
    await world.stop();
  });

  const unknown = { kind: 'status', status: 404, body: { error: { code: 'NotFound' } } } as const;

  test('and never knew is told to its asker alone, and nothing is kept', async () => {
    const operation = world.azure.operation({ script: () => unknown });
    await world.ask(`watch ${operation.progressUrl}`);
    const told = await world.slack.until(() =>
      world.slack.ephemerals(DBA, ALICE).find(({ text }) => text.includes('could not find')),
    );
    expect(told.text).toContain(operation.operationId);
    expect(world.slack.messages(DBA)).toEqual([]);
    expect(world.slack.messages(ONCALL)).toEqual([]);
    expect(await world.ask('list')).toContain('Nothing is being watched');
    // It can be asked for again at once.
    operation.set(running(2));
    await world.ask(`watch ${operation.progressUrl}`);
    await untilCard(world, DBA, operation, /2 %/);
  });

  test('and shows after a while is watched like any other', async () => {
    const operation = world.azure.operation({ script: () => unknown });
    await world.ask(`watch ${operation.progressUrl}`);
    await operation.until(2);
    operation.set(running(3));
    await untilCard(world, DBA, operation, /3 %/);
  });

  test('any more has not failed: nobody knows, and on-call is told just that', async () => {
    const operation = world.azure.operation({ script: () => running(60) });
    await world.ask(`watch ${operation.progressUrl}`);
    const card = await untilCard(world, DBA, operation, /60 %/);
    operation.set(unknown);
    const gone = await untilCard(
      world,
      DBA,
      operation,
      /no longer keeps the result; last seen at 60 %/,
    );
    expect(spokenIn(gone)).toContain('Last seen: 60 %');
    const told = await untilThread(world, card, /no longer keeps/);
    expect(told).toEqual([
      expect.stringMatching(/no longer keeps the result; last seen at 60 %.*, <!date\^\d+\^/),
    ]);
    const alert = await world.slack.until(() => world.slack.messages(ONCALL).at(0));
    expect(shownIn(alert)).toContain('How it ended is not known');
    expect(`${alert.text}${shownIn(alert)}`).not.toContain('failed');
  });
});

describe('refreshing', () => {
  let world: TestWorld;
  beforeAll(async () => {
    // So slow that only a person's wish makes the bot look again within the test.
    world = await startTestWorld('socket', { POLL_MIN: '10m', POLL_MAX: '10m' });
  });
  afterAll(async () => {
    await world.stop();
  });

  test('looks at once when somebody presses Refresh', async () => {
    const operation = world.azure.operation({ script: () => running(33) });
    await world.ask(`watch ${operation.asyncOperationUrl}`);
    const card = await untilCard(world, DBA, operation, /33 %/);

    operation.set(running(44));
    await world.slack.press({ channel: DBA, ts: card.ts, actionId: 'refresh', user: ALICE });
    await untilCard(world, DBA, operation, /44 %/);
    expect(operation.reads).toBe(2);
  });
});
