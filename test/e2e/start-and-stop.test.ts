import { Redis } from 'ioredis';
import { describe, expect, test } from 'vitest';
import { settings } from '../../src/config/settings.ts';
import { freePort } from '../../src/sandbox/free-port.ts';
import { startProduct } from '../../src/sandbox/product/product-process.ts';
import { untilReady } from '../../src/sandbox/product/until-ready.ts';
import { startPrivateRedis } from '../../src/sandbox/redis/private-redis.ts';
import { startRedis } from '../../src/sandbox/redis/start-redis.ts';
import { startSimulatedSlack } from '../../src/sandbox/slack/simulated-slack.ts';
import { untilCard } from './cards.ts';
import { ALICE, DBA, startTestWorld } from './start-test-world.ts';

const readyz = async (port: number) => await fetch(`http://127.0.0.1:${port}/readyz`);

describe('npm start', () => {
  test('prints every missing setting at once, how to get it, and that the demo needs none', async () => {
    const product = startProduct({});
    expect(await product.ended).toBe(1);
    for (const name of [
      'SLACK_BOT_TOKEN',
      'SLACK_APP_TOKEN',
      'AZURE_SUBSCRIPTIONS',
      'ONCALL_CHANNEL',
    ] as const) {
      expect(product.output()).toContain(`${name} is missing`);
      expect(product.output()).toContain(settings[name].obtain);
    }
    expect(product.output()).toContain('npm run demo');
  });

  test('ends within 10 s of SIGTERM, with exit code 0', async () => {
    const world = await startTestWorld('socket');
    await world.product.stop();
    expect(world.product.output()).toContain('app.stopped');

    const again = startProduct(world.environment, 'node');
    try {
      await untilReady(again, world.opsPort);
      const operation = world.azure.operation();
      await world.ask(`watch ${operation.progressUrl}`);
      await untilCard(world, DBA, operation, /%/);
      expect(await again.stop()).toBe(0);
      expect(again.output()).toContain('app.stopped');
      expect(again.output()).not.toContain('app.stop_too_slow');
    } finally {
      await world.stop();
    }
  });
});

describe('a Slack that answers oddly', () => {
  test('does not end the bot: it asks again until the answer is one', async () => {
    const slack = await startSimulatedSlack();
    const redis = await startRedis();
    const opsPort = await freePort();
    const odd = [
      { kind: 'status', status: 429 },
      { kind: 'status', status: 200, body: 'null' },
    ] as const;
    for (const answer of odd) slack.fail({ method: 'auth.test', with: answer });
    const product = startProduct(
      {
        SLACK_BOT_TOKEN: slack.botToken,
        SLACK_APP_TOKEN: slack.appToken,
        SLACK_API_URL: slack.apiUrl,
        REDIS_URL: redis.url,
        AZURE_SUBSCRIPTIONS: 'prod=00000000-0000-0000-0000-000000000000',
        AZURE_ACCESS_TOKEN: 'simulated',
        ONCALL_CHANNEL: 'C0ONCALL',
        OPS_PORT: String(opsPort),
      },
      'node',
    );
    try {
      await untilReady(product, opsPort);
      const asked = slack.calls.filter(({ method }) => method === 'auth.test');
      expect(asked.map(({ outcome }) => outcome.kind)).toEqual([...odd.map(() => 'fault'), 'ok']);
    } finally {
      await product.stop();
      await Promise.all([slack.close(), redis.stop()]);
    }
  });
});

describe('/readyz', () => {
  test('answers 200 only while commands would reach the bot', async () => {
    const world = await startTestWorld('socket');
    try {
      expect((await readyz(world.opsPort)).status).toBe(200);
      const withdraw = world.slack.fail({
        method: 'apps.connections.open',
        times: 1000,
        with: { kind: 'error', error: 'internal_error' },
      });
      world.slack.dropSockets();
      const answer = await firstAnswer(world.opsPort, 503);
      expect(await answer.json()).toMatchObject({
        checks: { redis: 'ok', entrance: expect.stringContaining('Socket Mode') },
      });
      withdraw();
      await untilReady(world.product, world.opsPort);
      expect(await world.ask('list')).toContain('Nothing is being watched');
    } finally {
      await world.stop();
    }
  });
});

describe('with Redis away', () => {
  test('commands are refused in time, nothing is half-started, and all is well when it is back', async () => {
    const redis = await startPrivateRedis();
    const port = new URL(redis.url).port;
    const world = await startTestWorld('socket', { REDIS_URL: redis.url });
    try {
      expect((await readyz(world.opsPort)).status).toBe(200);
      await redis.stop();
      const operation = world.azure.operation();
      const { response, ackedAfterMs } = await world.slack.command({
        channel: DBA,
        user: ALICE,
        text: `watch ${operation.progressUrl}`,
      });
      expect(String(response?.['text'])).toMatch(
        /Redis\) is out of order\. .*ask again in a minute/,
      );
      expect(ackedAfterMs).toBeLessThan(3000);
      const unready = await readyz(world.opsPort);
      expect(unready.status).toBe(503);
      expect(await unready.json()).toMatchObject({
        checks: { redis: expect.stringMatching(/no connection to Redis|Redis is not reachable/) },
      });

      const back = await startPrivateRedis({ port: Number(port) });
      try {
        await untilReady(world.product, world.opsPort);
        expect(await world.ask('list')).toContain('Nothing is being watched');
        expect(operation.reads).toBe(0);
        await world.ask(`watch ${operation.progressUrl}`);
        await untilCard(world, DBA, operation, /%/);
      } finally {
        await world.product.stop();
        await back.stop();
      }
    } finally {
      await world.stop();
    }
  });

  test('what was refused because Redis is slow is not done later', async () => {
    const world = await startTestWorld('socket');
    const redis = new Redis(world.redis.url);
    try {
      await redis.client('PAUSE', 2000, 'WRITE');
      const operation = world.azure.operation();
      expect(await world.ask(`watch ${operation.progressUrl}`)).toMatch(/Redis does not answer/);
      // Answered only when Redis has caught up with all that it was sent before.
      await redis.set('caught-up', '1');
      expect(await world.ask('list')).toContain('Nothing is being watched');
      expect(operation.reads).toBe(0);
    } finally {
      redis.disconnect();
      await world.stop();
    }
  });

  test('the bot starts, says that it is not ready, and writes down once why', async () => {
    const nobody = await freePort();
    const opsPort = await freePort();
    const product = startProduct(
      {
        SLACK_BOT_TOKEN: 'xoxb-simulated',
        SLACK_APP_TOKEN: 'xapp-simulated',
        SLACK_API_URL: `http://127.0.0.1:${nobody}/api/`,
        REDIS_URL: `redis://127.0.0.1:${nobody}`,
        AZURE_SUBSCRIPTIONS: 'prod=00000000-0000-0000-0000-000000000000',
        AZURE_ACCESS_TOKEN: 'simulated',
        ONCALL_CHANNEL: 'C0ONCALL',
        OPS_PORT: String(opsPort),
      },
      'node',
    );
    try {
      const answer = await firstAnswer(opsPort, 503);
      const { checks } = (await answer.json()) as { checks: Record<string, string> };
      expect(checks).toEqual({
        redis: expect.stringMatching(/^Redis is not reachable \(ECONNREFUSED\)\./),
        eviction: 'not known while Redis does not answer',
        channels: 'ok',
        slack: expect.stringContaining('Slack'),
        entrance: expect.stringContaining('Slack'),
        outbox: 'not known while Redis does not answer',
        unreadable: 'not known while Redis does not answer',
        memory: 'not known while Redis does not answer',
        azure: 'not known while Redis does not answer',
        reads: 'not known while Redis does not answer',
      });
    } finally {
      expect(await product.stop()).toBe(0);
    }
    // Each of its connections has run into it by then.
    expect(product.output().match(/(?:redis|worker)\.error/g)).toEqual(['redis.error']);
  });
});

/** The first answer with this status; the test's own time limit ends a wait in vain. */
async function firstAnswer(port: number, status: number): Promise<Response> {
  for (;;) {
    const answer = await readyz(port).catch(() => undefined);
    if (answer?.status === status) return answer;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}
