import { afterEach, describe, expect, test } from 'vitest';
import { untilReady } from '../../src/sandbox/product/until-ready.ts';
import { untilCard } from './cards.ts';
import { failed, running } from './running.ts';
import {
  PROXY_CREDENTIALS,
  type ProxiedWorld,
  type ProxiedWorldOptions,
  startProxiedWorld,
} from './start-proxied-world.ts';
import { DBA, ONCALL } from './start-test-world.ts';

const WRONG = 'mysqlop:wr@ng-word';
const WORDS = 'the proxy in HTTPS_PROXY does not take the user and password that stand there (407)';

const UNKNOWN = '11111111-2222-4333-8444-555555555555';

let started: ProxiedWorld | undefined;
afterEach(async () => {
  await started?.stop();
  started = undefined;
});

async function start(options?: ProxiedWorldOptions): Promise<ProxiedWorld> {
  started = await startProxiedWorld(options);
  return started;
}

/** What the bot has logged under this name, once there is something. */
async function untilLogged(
  { printed }: ProxiedWorld,
  event: string,
): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const lines = () =>
    printed()
      .split('\n')
      .filter((line) => line.startsWith('{') && line.endsWith('}'))
      .map((line) => JSON.parse(line))
      .filter((line) => line.event === event);
  await expect.poll(lines, { timeout: 15_000 }).not.toEqual([]);
  return lines();
}

function expectNoSecretOf({ printed }: ProxiedWorld, credentials: string): void {
  const [, password = ''] = credentials.split(/:(.*)/s);
  for (const spelling of [password, encodeURIComponent(password)]) {
    expect(printed()).not.toContain(spelling);
  }
  expect(printed()).not.toContain(Buffer.from(credentials).toString('base64'));
}

describe('behind a proxy that alone can resolve the hosts', () => {
  test('a watch goes from command to alert, and nothing else leaves the process', async () => {
    const world = await start({ settings: { NOT_FOUND_AFTER: '500ms' } });
    const { azure, slack, proxy, fronts } = world;
    await untilReady(world.product, world.opsPort);
    let hasFailed = false;
    const operation = azure.operation({ script: () => (hasFailed ? failed() : running(12)) });

    expect(await world.ask(`watch ${operation.operationId}`)).toContain('Watching');
    await untilCard(world, DBA, operation, /12 %/);
    hasFailed = true;
    const alert = await slack.until(() => slack.messages(ONCALL).at(0), { timeoutMs: 15_000 });
    expect(alert.text).toContain('failed');
    await untilCard(world, DBA, operation, /failed/);
    await expect.poll(() => world.pagerDuty.calls.length, { timeout: 15_000 }).toBe(1);

    // What is told the asker alone goes to another host: by Bolt where a search takes long, …
    const slowly = azure.failBy(() => ({ kind: 'late', afterMs: 1500 }));
    await world.ask(`status ${operation.operationId}`);
    const responses = () => slack.calls.filter(({ method }) => method === 'response_url');
    await expect.poll(() => responses().length, { timeout: 10_000 }).toBe(1);
    slowly();
    // … and by the worker where a watch comes to nothing.
    await world.ask(`watch ${UNKNOWN} in eastus`);
    await expect.poll(() => responses().length, { timeout: 10_000 }).toBe(2);
    expect(responses().map(({ outcome }) => outcome.kind)).toEqual(['ok', 'ok']);

    expect(await world.checks()).toMatchObject({ slack: 'ok', entrance: 'ok', proxy: 'ok' });
    expect(world.authority.requests).toContainEqual(expect.stringMatching(/^POST .*\/token$/));

    const authorization = `Basic ${Buffer.from(PROXY_CREDENTIALS).toString('base64')}`;
    for (const [host, { names }] of Object.entries(fronts)) {
      const target = `${host}:443`;
      const tunnels = proxy.asked.filter((asked) => asked.target === target);
      expect(tunnels.length, host).toBeGreaterThan(0);
      expect(tunnels).toEqual(tunnels.map(() => ({ target, authorization, status: 200 })));
      expect([...new Set(names)]).toEqual([host]);
    }
    expect(proxy.asked.map(({ status }) => status)).not.toContain(502);
    expect(proxy.other).toEqual([]);
    const places = [new URL(world.redisUrl).port, proxy.port].map((port) => `127.0.0.1:${port}`);
    expect([...world.connectedTo()].sort()).toEqual(places.sort());
    expectNoSecretOf(world, PROXY_CREDENTIALS);
  });

  test('a host of NO_PROXY is reached directly, and all others through the proxy', async () => {
    const world = await start({ slackIs: 'near' });
    await untilReady(world.product, world.opsPort);
    const operation = world.azure.operation({ script: () => running(34) });

    await world.ask(`watch ${operation.operationId}`);
    await untilCard(world, DBA, operation, /34 %/);
    expect(world.near.names.length).toBeGreaterThan(0);
    expect([...new Set(world.proxy.asked.map(({ target }) => target))].sort()).toEqual([
      'login.microsoftonline.com:443',
      'management.azure.com:443',
    ]);
  });
});

test('a machine’s identity endpoint is asked directly, what Azure says then through the proxy', async () => {
  const world = await start({ slackIs: 'near', signsInBy: 'identity endpoint' });
  await untilReady(world.product, world.opsPort);
  const operation = world.azure.operation({ script: () => running(56) });

  expect(await world.ask(`status ${operation.operationId} in eastus`)).toContain('56 %');
  expect(world.authority.requests).toEqual(['GET /msi/token']);
  expect([...new Set(world.proxy.asked.map(({ target }) => target))]).toEqual([
    'management.azure.com:443',
  ]);
  expect(world.proxy.other).toEqual([]);
});

test('a proxy that lets Slack’s API through and not its sockets is told by host', async () => {
  const world = await start({ refused: { 'wss-primary.slack.com:443': 403 } });
  const words = 'the proxy in HTTPS_PROXY lets nothing through to wss-primary.slack.com (403)';

  const [failure] = await untilLogged(world, 'proxy.failed');
  expect(failure).toMatchObject({ host: 'wss-primary.slack.com', detail: words });
  await expect.poll(world.checks, { timeout: 10_000 }).toMatchObject({
    slack: 'ok',
    entrance: 'no Socket Mode connection to Slack',
    proxy: `wss-primary.slack.com: ${words}`,
  });
});

describe('a proxy that does not take the password', () => {
  test('is told by /readyz and the log, which hold none', async () => {
    const world = await start({ credentials: WRONG });
    for (const event of ['proxy.failed', 'slack.sign_in_failed', 'slack.connect_failed']) {
      for (const { detail } of await untilLogged(world, event)) {
        expect(detail, event).toContain(WORDS);
      }
    }
    expect(await world.checks()).toMatchObject({
      slack: `Slack can't be reached: ${WORDS}`,
      proxy: `slack.com: ${WORDS}`,
    });
    expectNoSecretOf(world, WRONG);
  });

  test('is told in Slack where it keeps the bot from signing in to Azure', async () => {
    const world = await start({ credentials: WRONG, slackIs: 'near' });
    await untilReady(world.product, world.opsPort);

    expect(await world.ask(`status ${UNKNOWN} in eastus`)).toContain(WORDS);
    const [failure] = await untilLogged(world, 'azure.sign_in_failed');
    expect(failure?.['msg']).toContain(WORDS);
    expect(await world.checks()).toMatchObject({
      proxy: expect.stringContaining(`login.microsoftonline.com: ${WORDS}`),
    });
    expectNoSecretOf(world, WRONG);
  });
});
