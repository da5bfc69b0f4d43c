import { describe, expect, onTestFinished, test } from 'vitest';
import { NO_DEADLINE } from '../../src/redis/deadline.ts';
import { WatchStore } from '../../src/redis/watch-store.ts';
import { succeededOperation } from '../../src/sandbox/azure/ended-operation.ts';
import type { SimulatedAzure } from '../../src/sandbox/azure/simulated-azure.ts';
import { untilReady } from '../../src/sandbox/product/until-ready.ts';
import type { SimulatedSlack } from '../../src/sandbox/slack/simulated-slack.ts';
import { isLive } from '../../src/watch/watch-record.ts';
import { openConnection } from '../redis/with-redis.ts';
import { cardsOf, untilCard } from './cards.ts';
import { running } from './running.ts';
import { startProxiedWorld } from './start-proxied-world.ts';
import { DBA, startTestWorld } from './start-test-world.ts';

interface Surroundings {
  readonly azure: SimulatedAzure;
  readonly slack: SimulatedSlack;
  readonly redisUrl: string;
  ask(text: string): Promise<string>;
}

/** Has what is watched run for ten minutes already. */
async function makeOlder(redisUrl: string): Promise<void> {
  const connection = openConnection(redisUrl);
  const watches = new WatchStore(connection, 3_600_000);
  for await (const each of watches.findLive()) {
    if (each.kind === 'unreadable') throw new Error('It can’t be read');
    await watches.update(
      each.record.id,
      (record) => {
        if (!isLive(record)) return undefined;
        const begunAt = record.begunAt - 600_000;
        const curve: typeof record.curve = [
          [0, 0],
          [150, 50],
          [300, 250],
          [450, 300],
        ];
        return { record: { ...record, begunAt, curve }, outbox: [], changedCards: [] };
      },
      { deadline: NO_DEADLINE },
    );
  }
  connection.close();
}

async function pictureOf({ azure, slack, redisUrl, ask }: Surroundings) {
  const operation = azure.operation({ location: 'East US', script: () => running(40) });
  await ask(`watch ${operation.operationId} in East US as nightly export`);
  const card = await untilCard({ slack }, DBA, operation, /40 %/);
  await makeOlder(redisUrl);
  operation.set({ kind: 'ok', body: succeededOperation({ startTime: 1, endTime: 2 }) });
  const files = await slack.until(
    () => {
      const shown = slack.thread(DBA, card.ts).flatMap((reply) => reply.files ?? []);
      return shown.length > 0 && shown;
    },
    { timeoutMs: 30_000, what: 'a picture in the thread' },
  );
  expect(cardsOf({ slack }, DBA, operation)).toHaveLength(1);
  expect(slack.thread(DBA, card.ts).some(({ text }) => text.includes('succeeded'))).toBe(true);
  return files;
}

const EXPECTED = {
  title: expect.stringMatching(/^nightly export.*: 0 → 100 % in 10 min/),
  mimetype: 'image/png',
};

describe('the picture of how the progress went', () => {
  test('is uploaded into the thread at the end', async () => {
    const world = await startTestWorld('socket');
    onTestFinished(() => world.stop());
    const { azure, slack, redis, ask } = world;
    expect(await pictureOf({ azure, slack, redisUrl: redis.url, ask })).toMatchObject([EXPECTED]);
  });

  test('goes through the proxy, where there is one', async () => {
    const world = await startProxiedWorld();
    onTestFinished(() => world.stop());
    await untilReady(world.product, world.opsPort);
    expect(await pictureOf(world)).toMatchObject([EXPECTED]);
    expect(world.proxy.asked.map(({ target }) => target)).toContain('hooks.slack.com:443');
  });
});
