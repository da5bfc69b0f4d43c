import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { shownIn, untilCard } from './cards.ts';
import { failed, running } from './running.ts';
import { ALICE, BOB, DBA, ONCALL, startTestWorld, type TestWorld } from './start-test-world.ts';

const MANY = 17;
const RANDOM = 'C0RANDOM';

let world: TestWorld;
beforeAll(async () => {
  world = await startTestWorld('socket');
  for (let number = 0; number < MANY; number++) {
    const operation = world.azure.operation({ script: () => running(40) });
    await world.ask(`watch ${operation.progressUrl} as export ${number}.`);
  }
}, 120_000);
afterAll(async () => {
  await world.stop();
});

/** The list as the asker sees it now: turning a page changes it in its place. */
function seen(user: string) {
  const list = world.slack.ephemerals(DBA, user).at(-1);
  if (!list) throw new Error(`${user} sees no list`);
  return list;
}

async function turn(user: string, actionId: string) {
  const { ts, text, blocks } = seen(user);
  await world.slack.press({ channel: DBA, ts, user, actionId });
  const before = shownIn({ blocks });
  await world.slack.until(() => shownIn(seen(user)) !== before, {
    what: `another page than ${text}`,
  });
  expect(seen(user).ts).toBe(ts);
  return shownIn(seen(user));
}

describe('a list', () => {
  test('is turned by its buttons, and by its number', async () => {
    expect(await world.ask('list')).toBe(`Being watched here: ${MANY}`);
    const first = shownIn(seen(ALICE));
    expect(first).toContain('export 0.');
    expect(first).not.toContain('export 16.');
    expect(first).not.toContain('Previous');
    const second = await turn(ALICE, 'list-next');
    expect(second).toContain('export 16.');
    expect(second).not.toContain('export 0.');
    expect(second).not.toContain('Next');
    expect(await turn(ALICE, 'list-previous')).toContain('export 0.');
    await world.ask('list mine 2');
    expect(shownIn(seen(ALICE))).toContain('export 16.');
  });

  test('begins with what has failed, until somebody looks after it', async () => {
    const who = { channel: RANDOM, user: BOB };
    const goingOn = world.azure.operation({ script: () => running(40) });
    const broken = world.azure.operation({ script: () => failed('The disk is full.') });
    await world.ask(`watch ${goingOn.progressUrl}`, who);
    await world.ask(`watch ${broken.progressUrl} as the broken one`, who);
    await untilCard(world, RANDOM, broken, /failed/);
    const alert = await world.slack.until(() => world.slack.messages(ONCALL).at(-1), {
      timeoutMs: 20_000,
      what: 'the alert',
    });
    await expect
      .poll(() => world.ask('list', who), { timeout: 20_000 })
      .toBe('Being watched here: 2, of which 1 should be looked at');
    const list = world.slack.ephemerals(RANDOM, BOB).at(-1);
    expect(list && shownIn(list)).toMatch(/❌.*?the broken one.*?disk is full.*?⏳/);
    await world.slack.press({ channel: ONCALL, ts: alert.ts, user: BOB, actionId: 'acknowledge' });
    await expect
      .poll(() => world.ask('list', who), { timeout: 20_000 })
      .toBe('Being watched here: 1');
  });
});
