import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Fault } from '../../src/sandbox/slack/faults.ts';
import { untilCard } from './cards.ts';
import { running } from './running.ts';
import { ALICE, BOB, DBA, startTestWorld, type TestWorld } from './start-test-world.ts';

const WITH_ALICE = 'D0ALICE';
/** The bot is not in it. */
const RANDOM = 'C0RANDOM';

let world: TestWorld;
beforeAll(async () => {
  world = await startTestWorld('socket');
});
afterAll(async () => {
  await world.stop();
});

/** Alice asks of an operation while Azure is slow, and is told to wait. @returns what she is to read */
async function ask(channel: string): Promise<RegExp> {
  const operation = world.azure.operation({ script: () => running(42) });
  const mend = world.azure.failBy(() => ({ kind: 'late', afterMs: 2000 }));
  const said = await world.ask(`status ${operation.progressUrl}`, { channel });
  mend();
  expect(said).toContain('Looking for');
  return /42 %/;
}

describe('an answer that was promised comes, though the response_url', () => {
  test.each<[string, Fault]>([
    ['is not known', { kind: 'status', status: 404, body: '{"ok":false,"error":"used_url"}' }],
    ['is out of order', { kind: 'status', status: 500 }],
    ['breaks', { kind: 'drop' }],
  ])('%s', async (_why, fault) => {
    const before = world.slack.ephemerals(DBA, ALICE).length;
    world.slack.fail({ method: 'response_url', with: fault });
    const answer = await ask(DBA);
    const shown = () => world.slack.ephemerals(DBA, ALICE).slice(before);
    await world.slack.until(() => shown().some(({ text }) => answer.test(text)), {
      timeoutMs: 25_000,
      what: 'the answer in #dba',
    });
  });

  test('does not work, and the bot is not in the channel', async () => {
    world.slack.fail({ method: 'response_url', with: { kind: 'status', status: 404 } });
    const answer = await ask(RANDOM);
    const sent = await world.slack.until(
      () => world.slack.messages(WITH_ALICE).find(({ text }) => answer.test(text)),
      { timeoutMs: 25_000, what: 'the answer in a direct message' },
    );
    expect(sent.text).toContain(`You asked in <#${RANDOM}>`);
  });

  test('of a button does not work', async () => {
    const operation = world.azure.operation({ script: () => running(30) });
    await world.ask(`watch ${operation.progressUrl}`);
    const { ts } = await untilCard(world, DBA, operation, /30 %/);
    world.slack.fail({ method: 'response_url', with: { kind: 'status', status: 500 } });
    const stop = (user: string) => world.slack.press({ channel: DBA, ts, actionId: 'stop', user });
    await Promise.all([stop(BOB), stop(BOB)]);
    await world.slack.until(
      () => world.slack.ephemerals(DBA, BOB).some(({ text }) => text.includes('stopped that')),
      { timeoutMs: 25_000, what: 'the answer to a press' },
    );
  });
});
