import { Redis } from 'ioredis';
import { expect, onTestFinished, test } from 'vitest';
import { succeededOperation } from '../../src/sandbox/azure/ended-operation.ts';
import { startServer } from '../redis/servers/start-server.ts';
import { cardsOf, shownIn, untilCard, untilThread } from './cards.ts';
import { moving } from './running.ts';
import { ALICE, DBA, ONCALL, startTestWorld } from './start-test-world.ts';

test('after FLUSHALL on-call is told once, old cards say that they are lost, and watching begins anew', async () => {
  const server = await startServer();
  onTestFinished(server.stop);
  const world = await startTestWorld('socket', { REDIS_URL: server.url }, { way: 'node' });
  onTestFinished(world.stop);
  const { azure, slack } = world;
  const operations = Array.from({ length: 3 }, () => azure.operation({ script: moving() }));
  const cards = [];
  for (const operation of operations) {
    await world.ask(`watch ${operation.asyncOperationUrl}`);
    cards.push(await untilCard(world, DBA, operation, /./));
  }
  const admin = new Redis(server.url);
  await admin.flushall();
  admin.disconnect();

  const alerts = () => slack.messages(ONCALL).map(({ text }) => text);
  await slack.until(() => alerts().length > 0, { timeoutMs: 15_000 });
  const ready = await fetch(`http://127.0.0.1:${world.opsPort}/readyz`);
  expect(ready.status).toBe(200);
  expect(await ready.json()).toMatchObject({
    checks: { memory: expect.stringContaining('Redis lost all that it kept') },
  });

  // One is watched again before anybody touches its old card.
  const [first, second] = operations;
  const [oldCard, otherCard] = cards;
  if (!first || !second || !oldCard || !otherCard) throw new Error('There are none');
  await world.ask(`watch ${first.asyncOperationUrl}`);
  const newCard = await slack.until(
    () => cardsOf(world, DBA, first).find(({ ts }) => ts !== oldCard.ts),
    { timeoutMs: 15_000 },
  );
  await slack.press({ channel: DBA, ts: oldCard.ts, actionId: 'stop', user: ALICE });
  await slack.press({ channel: DBA, ts: otherCard.ts, actionId: 'refresh', user: ALICE });
  for (const { ts, text } of [oldCard, otherCard]) {
    const marked = await slack.until(() => {
      const message = slack.messages(DBA).find((each) => each.ts === ts);
      return message && shownIn(message).includes('I have lost this watch') && message;
    });
    expect(shownIn(marked)).not.toContain('"action_id":"stop"');
    expect(marked.text).toContain(text.slice(0, 20));
  }
  expect(slack.ephemerals(DBA, ALICE).map(({ text }) => text)).toEqual(
    expect.arrayContaining([expect.stringContaining('lost with my memory')]),
  );

  const ended = { startTime: Date.now() - 60_000, endTime: Date.now() };
  first.set({ kind: 'ok', body: succeededOperation(ended) });
  await untilThread(world, newCard, /^✅/);
  expect(alerts()).toEqual([
    expect.stringMatching(/^🕳️ My memory is gone.*nothing is being watched/),
  ]);
  expect(world.printed().split('"memory.went_back"')).toHaveLength(2);
});
