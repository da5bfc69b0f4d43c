import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { untilCard, untilThread } from './cards.ts';
import { failed, running } from './running.ts';
import { ALICE, BOB, DBA, startTestWorld, type TestWorld } from './start-test-world.ts';

const RANDOM = 'C0RANDOM';
const SECRET = 'G0SECRET';

let world: TestWorld;
const entrances = ['socket', 'http'] as const;

/** The form or answer that is before somebody. */
async function opened(user = ALICE) {
  return await world.slack.until(() => world.slack.modals(user).at(-1), { timeoutMs: 10_000 });
}

async function openByCommand(text = '', channel = DBA) {
  await world.slack.command({ channel, user: ALICE, text });
  return (await opened()).id;
}

async function submit(
  viewId: string,
  values: Readonly<Record<string, string | readonly string[]>>,
) {
  await world.slack.submitView({ user: ALICE, viewId, values });
}

function shown(user = ALICE): string {
  return JSON.stringify(world.slack.modals(user).at(-1)?.definition.blocks ?? []);
}

async function close(): Promise<void> {
  for (const { id } of world.slack.modals(ALICE).toReversed()) {
    await world.slack.closeView({ user: ALICE, viewId: id });
  }
}

describe.each(entrances)('the form, over %s', (entrance) => {
  beforeAll(async () => {
    world = await startTestWorld(entrance, { ALLOWED_CHANNELS: `${DBA},${SECRET}` });
  });
  afterAll(async () => {
    await world.stop();
  });

  test('takes all that was printed, and mentions at the end who asked and who is to be told', async () => {
    const operation = world.azure.operation({ script: () => running(42) });
    const printed = `< HTTP/1.1 202\n< Azure-AsyncOperation: ${operation.asyncOperationUrl}\n< Location: ${operation.locationUrl}\n${'x'.repeat(3000)}`;
    const viewId = await openByCommand();
    await submit(viewId, { operation: printed, label: 'nightly *export* 😀', tell: [BOB] });
    expect(shown()).toContain('Watching');
    const card = await untilCard(world, DBA, operation, /42 %/);
    expect(JSON.stringify(card.blocks)).toContain('nightly *export* 😀');
    operation.set(failed());
    const [end = ''] = (await untilThread(world, card, /failed/)).slice(-1);
    expect(end).toMatch(/<@U0ALICE> <@U0BOB>$/);
    expect(world.printed()).not.toContain('&s=');
    await close();
  });

  test('marks what is wrong at its field, and keeps the rest', async () => {
    const viewId = await openByCommand('watch');
    const errors = () => world.slack.modals(ALICE)[0]?.errors;
    await submit(viewId, { operation: 'nonsense' });
    expect(errors()).toEqual({ operation: expect.stringContaining('is not an operation') });
    await submit(viewId, { operation: randomUUID(), channel: RANDOM });
    expect(errors()).toEqual({
      channel: expect.stringContaining('not to be used in this channel'),
    });
    await submit(viewId, { operation: randomUUID(), channel: SECRET });
    expect(errors()).toEqual({
      channel: expect.stringMatching(/^That channel does not exist, or is private/),
    });
    await close();
  });

  test('is carried out once, however often Slack delivers it', async () => {
    const operation = world.azure.operation({ script: () => running(7) });
    await submit(await openByCommand(), { operation: operation.progressUrl });
    await world.slack.redeliver();
    await untilCard(world, DBA, operation, /7 %/);
    expect(world.printed()).toContain('"answer":"repeated"');
    await close();
    await submit(await openByCommand(), { operation: operation.progressUrl, tell: [BOB] });
    expect(shown()).toContain('being watched here already');
    await close();
  });

  test('says that it looks for what takes long, and then what it found', async () => {
    const operation = world.azure.operation({ script: () => ({ kind: 'hang' }) });
    await submit(await openByCommand(), { operation: operation.operationId });
    expect(shown()).toContain('Looking for');
    operation.set(running(9));
    await world.slack.until(() => !shown().includes('Looking for'), { timeoutMs: 30_000 });
    await close();
  }, 45_000);

  test('tells who has closed it meanwhile that nothing was found', async () => {
    const operation = world.azure.operation({ script: () => ({ kind: 'hang' }) });
    await submit(await openByCommand(), { operation: operation.operationId });
    await close();
    const { id } = world.slack.directMessages(ALICE);
    await world.slack.until(() => world.slack.messages(id).some(({ text }) => /^🙅/.test(text)), {
      timeoutMs: 30_000,
    });
  }, 45_000);

  test('is opened by the shortcut from anywhere', async () => {
    await world.slack.shortcut({ user: ALICE, callbackId: 'watch-operation' });
    expect((await opened()).definition.title.text).toBe('Watch an operation');
    await close();
  });
});

describe('Watch this operation', () => {
  beforeAll(async () => {
    world = await startTestWorld('socket', { ALLOWED_CHANNELS: `${DBA},${SECRET},${RANDOM}` });
  });
  afterAll(async () => {
    await world.stop();
  });

  const use = (ts: string, channel = DBA) =>
    world.slack.messageShortcut({ user: ALICE, callbackId: 'watch-message', channel, ts });
  const told = (channel = DBA) =>
    world.slack.ephemerals(channel, ALICE).map(({ text, threadTs }) => ({ text, threadTs }));

  test('watches what a reply in a thread names, and answers there', async () => {
    const operation = world.azure.operation({ script: () => running(11) });
    const { ts: threadTs } = world.slack.say({ channel: DBA, user: BOB, text: 'Help!' });
    const files = [{ name: 'out.txt', preview: `Location: ${operation.locationUrl}` }];
    const { ts } = world.slack.say({ channel: DBA, user: BOB, text: 'here', threadTs, files });
    await use(ts);
    await untilCard(world, DBA, operation, /11 %/);
    expect(told().at(-1)).toEqual({ text: expect.stringContaining('Watching'), threadTs });
    await world.slack.redeliver();
    expect(told()).toHaveLength(1);
  });

  test('asks which of several', async () => {
    const [one, other] = [12, 13].map((percent) =>
      world.azure.operation({ script: () => running(percent) }),
    );
    if (!one || !other) throw new Error('There are two');
    const text = `${one.asyncOperationUrl}\n${other.asyncOperationUrl}`;
    await use(world.slack.say({ channel: DBA, user: BOB, text }).ts);
    const { id } = await opened();
    expect(shown()).toContain('names 2 operations');
    await submit(id, { operation: ['1'] });
    await untilCard(world, DBA, other, /13 %/);
    expect(one.reads).toBe(0);
    await close();
  });

  test.each([
    ['none', 'good morning', 'I found no operation in that message.'],
    [
      'a server',
      `/subscriptions/${randomUUID()}/resourceGroups/a/providers/Microsoft.DBforMySQL/flexibleServers/srv1`,
      'That is a server',
    ],
  ])('says that it found %s, and offers the form', async (_what, text, notice) => {
    await use(world.slack.say({ channel: DBA, user: BOB, text }).ts);
    await opened();
    expect(shown()).toContain(notice);
    await close();
  });

  test('offers the form, filled in, where the channel is closed to the bot', async () => {
    const { progressUrl, operationId } = world.azure.operation({ script: () => running(14) });
    await use(world.slack.say({ channel: SECRET, user: BOB, text: progressUrl }).ts, SECRET);
    await opened();
    expect(shown()).toMatch(/That channel does not exist, or is private.*operationProgress/);
    expect(shown()).toContain(operationId);
    await close();
  });

  test('is polite while Redis is away: what was filled in stays', async () => {
    const viewId = await openByCommand();
    await world.redis.stop();
    await submit(viewId, { operation: randomUUID(), location: 'East US' });
    expect(world.slack.modals(ALICE)[0]?.errors).toEqual({
      operation: expect.stringMatching(/^.*Sorry.*my memory \(Redis\)/),
    });
    await close();
    await openByCommand();
    await close();
  });
});
