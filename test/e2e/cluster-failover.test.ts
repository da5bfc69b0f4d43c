import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { succeededOperation } from '../../src/sandbox/azure/ended-operation.ts';
import type { SimulatedOperation } from '../../src/sandbox/azure/simulated-operation.ts';
import { type RedisCluster, startCluster } from '../redis/servers/start-cluster.ts';
import { cardsOf, shownIn } from './cards.ts';
import { failed, running } from './running.ts';
import { ONCALL, startTestWorld, type TestWorld } from './start-test-world.ts';

const WATCHES = 100;
const FAILING = 10;
/** One for each: Slack takes about one post a second in a channel. */
const CHANNELS = Array.from({ length: WATCHES }, (_, at) => `C0SHOP${String(at).padStart(3, '0')}`);

let cluster: RedisCluster;
let world: TestWorld;
beforeAll(async () => {
  cluster = await startCluster();
  world = await startTestWorld(
    'socket',
    {
      REDIS_URL: `redis://${cluster.nodes.map(({ port }) => `127.0.0.1:${port}`).join(',')}`,
      REDIS_CLUSTER: 'yes',
      POLL_MIN: '500ms',
      POLL_MAX: '1s',
    },
    {
      channels: [ONCALL, ...CHANNELS].map((id) => ({ id, name: id.toLowerCase(), isMember: true })),
    },
  );
}, 60_000);
afterAll(async () => {
  await world.stop();
  await cluster.stop();
});

function succeeded() {
  const ended = { startTime: Date.now() - 60_000, endTime: Date.now() };
  return { kind: 'ok', body: succeededOperation(ended) } as const;
}

describe('a cluster whose primary changes in the middle of 100 watches', () => {
  test('loses nothing and doubles nothing', async () => {
    const operations = Array.from({ length: WATCHES }, () =>
      world.azure.operation({ script: () => running(10) }),
    );
    const channelOf = (operation: SimulatedOperation) =>
      CHANNELS[operations.indexOf(operation)] ?? '';
    const cardsOfIts = (operation: SimulatedOperation) =>
      cardsOf(world, channelOf(operation), operation);
    await Promise.all(
      operations.map((operation) =>
        world.ask(`watch ${operation.progressUrl}`, { channel: channelOf(operation) }),
      ),
    );
    await world.slack.until(() => operations.every((each) => cardsOfIts(each).length === 1), {
      timeoutMs: 30_000,
      what: 'all cards',
    });

    /** Each of these ends while the cluster is at it; every tenth fails. */
    const endHalf = (half: readonly SimulatedOperation[]) => {
      for (const [at, operation] of half.entries()) {
        operation.set(at % (WATCHES / FAILING) === 0 ? failed('It broke.') : succeeded());
      }
    };
    endHalf(operations.slice(0, WATCHES / 2));
    await cluster.failover();
    endHalf(operations.slice(WATCHES / 2));
    await cluster.killPrimary();

    const isEnded = (operation: SimulatedOperation) => {
      const [card] = cardsOfIts(operation);
      return card !== undefined && /succeeded|failed/.test(card.text);
    };
    await world.slack.until(() => operations.every(isEnded), {
      timeoutMs: 60_000,
      what: 'all endings on their cards',
    });
    const failing = operations.filter((_, at) => (at % (WATCHES / 2)) % (WATCHES / FAILING) === 0);
    // An alert by itself and the entry of a digest both lead to the card.
    const alertsOf = (operation: SimulatedOperation) =>
      world.slack
        .messages(ONCALL)
        .filter((message) => shownIn(message).includes(`/archives/${channelOf(operation)}/`))
        .length;
    await world.slack.until(() => failing.every((operation) => alertsOf(operation) > 0), {
      timeoutMs: 30_000,
      what: 'all alerts',
    });

    const endingsOf = (operation: SimulatedOperation) =>
      cardsOfIts(operation).flatMap(({ channel, ts }) =>
        world.slack
          .thread(channel, ts)
          .filter(({ text }) => /(?:succeeded|failed)(?: at \d+ %)? after/.test(text)),
      );
    await world.slack.until(() => operations.every((each) => endingsOf(each).length > 0), {
      timeoutMs: 30_000,
      what: 'all endings in their threads',
    });
    for (const operation of operations) {
      expect(cardsOfIts(operation)).toHaveLength(1);
      expect(endingsOf(operation)).toHaveLength(1);
    }
    for (const operation of failing) expect(alertsOf(operation)).toBe(1);
    const mentions = world.slack.messages(ONCALL).filter((each) => /S0DBAS/.test(shownIn(each)));
    expect(mentions.length).toBeLessThanOrEqual(2);
  }, 150_000);
});
