import { Redis } from 'ioredis';
import { describe, expect, test } from 'vitest';
import { settings } from '../../src/config/settings.ts';
import { succeededOperation } from '../../src/sandbox/azure/ended-operation.ts';
import { inProgressBackup } from '../../src/sandbox/azure/in-progress-backup.ts';
import { freePort } from '../../src/sandbox/free-port.ts';
import { startProduct } from '../../src/sandbox/product/product-process.ts';
import { untilReady } from '../../src/sandbox/product/until-ready.ts';
import { startPrivateRedis } from '../../src/sandbox/redis/private-redis.ts';
import { startRedis } from '../../src/sandbox/redis/start-redis.ts';
import { startSimulatedSlack } from '../../src/sandbox/slack/simulated-slack.ts';
import { cardsOf, untilCard } from './cards.ts';
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
  test.each([
    { kind: 'status', status: 429 },
    { kind: 'status', status: 200, body: 'null' },
    { kind: 'status', status: 200, body: '{"ok":false}' },
    { kind: 'status', status: 200, body: '{"ok":tr' },
  ] as const)('does not end the bot: %j', async (odd) => {
    const slack = await startSimulatedSlack();
    const redis = await startRedis();
    const opsPort = await freePort();
    slack.fail({ method: 'auth.test', times: 1, with: odd });
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
      expect(slack.calls.filter(({ method }) => method === 'auth.test').length).toBeGreaterThan(1);
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

describe('a watch', () => {
  test('goes on after the bot was killed and started again', async () => {
    const running = (percent: number) =>
      ({
        kind: 'ok',
        body: inProgressBackup({ percent, doneBytes: 1, totalBytes: 9, startTime: Date.now() }),
      }) as const;
    const world = await startTestWorld('socket');
    const operation = world.azure.operation({ script: () => running(50) });
    await world.ask(`watch ${operation.progressUrl}`);
    await untilCard(world, DBA, operation, /50 %/);

    world.product.kill('SIGKILL');
    await world.product.ended;
    operation.set({
      kind: 'ok',
      body: succeededOperation({ startTime: Date.now() - 5000, endTime: Date.now() }),
    });
    const again = startProduct(world.environment);
    try {
      await untilReady(again, world.opsPort);
      // A dead worker's job is handed on when its lock has run out, after 15 s at the most.
      await untilCard(world, DBA, operation, /succeeded/, 40_000);
      expect(cardsOf(world, DBA, operation)).toHaveLength(1);
    } finally {
      await again.stop();
      await world.stop();
    }
  }, 60_000);
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
      expect(String(response?.['text'])).toMatch(/Redis\) does not answer/);
      expect(ackedAfterMs).toBeLessThan(3000);
      const unready = await readyz(world.opsPort);
      expect(unready.status).toBe(503);
      expect(await unready.json()).toMatchObject({ checks: { redis: 'Redis does not answer' } });

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
      expect(await world.ask(`watch ${operation.progressUrl}`)).toMatch(/does not answer/);
      // Answered only when Redis has caught up with all that it was sent before.
      await redis.set('caught-up', '1');
      expect(await world.ask('list')).toContain('Nothing is being watched');
      expect(operation.reads).toBe(0);
    } finally {
      redis.disconnect();
      await world.stop();
    }
  });

  test('the bot starts, and says that it is not ready', async () => {
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
        redis: 'Redis does not answer',
        slack: expect.stringContaining('Slack'),
        entrance: expect.stringContaining('Slack'),
        outbox: 'not known while Redis does not answer',
      });
    } finally {
      expect(await product.stop()).toBe(0);
    }
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
