import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { untilCard } from './cards.ts';
import { failed, running } from './running.ts';
import { ALICE, BOB, DBA, ONCALL, startTestWorld, type TestWorld } from './start-test-world.ts';

const SECRET = 'G0SECRET';

describe('the Home tab', () => {
  let world: TestWorld;
  beforeAll(async () => {
    world = await startTestWorld(
      'http',
      { ADMINS: ALICE },
      {
        channels: [
          { id: DBA, name: 'dba', isMember: true },
          { id: ONCALL, name: 'oncall', isMember: true },
          { id: SECRET, name: 'secret', isPrivate: true, isMember: true, members: [ALICE] },
        ],
      },
    );
  });
  afterAll(async () => {
    await world.stop();
  });

  const shown = (user: string) => JSON.stringify(world.slack.home(user)?.definition.blocks ?? []);
  const untilHome = async (user: string, text: RegExp) =>
    await world.slack.until(() => text.test(shown(user)), { timeoutMs: 60_000, what: `${text}` });

  test('shows what is watched when it is opened, and what happens later', async () => {
    const operation = world.azure.operation({ script: () => running(42) });
    await world.slack.openHome({ user: ALICE });
    await untilHome(ALICE, /The bot is in order.*Nothing is being watched for you/);
    await world.ask(`watch ${operation.progressUrl} as nightly`);
    await untilCard(world, DBA, operation, /42 %/);
    await untilHome(ALICE, /Watched for you: 1.*nightly.*42 %/);
    operation.set(failed());
    await untilHome(ALICE, /Nobody looks after these alerts: 1.*nightly.*Ended last: 1/);
    const [alert] = world.slack.messages(ONCALL);
    if (!alert) throw new Error('There is an alert');
    await world.slack.press({ user: BOB, actionId: 'acknowledge', channel: ONCALL, ts: alert.ts });
    await world.slack.until(() => !shown(ALICE).includes('Nobody looks after'), {
      timeoutMs: 60_000,
    });
  }, 180_000);

  test('keeps a private channel to its members', async () => {
    const operation = world.azure.operation({ script: () => running(17) });
    await world.ask(`watch ${operation.progressUrl} as hush`, { channel: SECRET });
    await untilCard(world, SECRET, operation, /17 %/);
    await world.slack.openHome({ user: ALICE });
    await untilHome(ALICE, /hush/);
    await world.slack.openHome({ user: BOB });
    await untilHome(BOB, /As of/);
    expect(shown(BOB)).not.toContain('hush');
  }, 90_000);

  test('opens the form', async () => {
    const { id = '' } = world.slack.home(ALICE) ?? {};
    await world.slack.press({ user: ALICE, actionId: 'open-form', viewId: id });
    await world.slack.until(() => world.slack.modals(ALICE)[0]);
  });

  test('says so while Redis is away', async () => {
    await world.redis.stop();
    await world.slack.openHome({ user: BOB });
    await untilHome(BOB, /my memory \(Redis\) is out of order/);
  }, 90_000);
});

test('without the optional scopes, the doors are open and doctor says what is missed', async () => {
  const scopes = ['commands', 'chat:write', 'im:history'];
  const world = await startTestWorld('socket', {}, { scopes });
  try {
    const operation = world.azure.operation({ script: () => running(23) });
    await world.slack.shortcut({ user: ALICE, callbackId: 'watch-operation', channel: DBA });
    const { id: viewId } = await world.slack.until(() => world.slack.modals(ALICE)[0]);
    const values = { operation: operation.asyncOperationUrl };
    await world.slack.submitView({ user: ALICE, viewId, values });
    await untilCard(world, DBA, operation, /23 %/);
    await world.slack.openHome({ user: BOB });
    // Where nobody can tell whether a channel is private, it is taken for one.
    await world.slack.until(() => world.slack.home(BOB));
    expect(JSON.stringify(world.slack.home(BOB))).not.toContain('23 %');
    await world.slack.openHome({ user: ALICE });
    await world.slack.until(() => /23 %/.test(JSON.stringify(world.slack.home(ALICE) ?? '')));
    await world.ask('doctor');
    const told = () => JSON.stringify(world.slack.ephemerals(DBA, ALICE));
    await world.slack.until(() => told().includes('It lacks the scope channels:read'), {
      timeoutMs: 20_000,
    });
    expect(told()).toContain('It is optional');
  } finally {
    await world.stop();
  }
}, 90_000);
