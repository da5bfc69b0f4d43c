import { afterEach, describe, expect, test } from 'vitest';
import { type ProductProcess, startProduct } from '../../src/sandbox/product/product-process.ts';
import { untilReady } from '../../src/sandbox/product/until-ready.ts';
import { startRawServer } from '../azure/raw-server.ts';
import { cardsOf, shownIn, untilCard, untilThread } from './cards.ts';
import { moving, running } from './running.ts';
import { ALICE, DBA, ONCALL, startTestWorld, type TestWorld } from './start-test-world.ts';

const PROD = '5a0d1c2e-3b4f-4a6d-8c7e-9f0a1b2c3d4e';
const STAGING = '1a2b3c4d-5e6f-4a7b-8c9d-0e1f2a3b4c5d';
const ITS_TENANT = 'b0b1b2b3-c4c5-4d6d-8e7e-f8f9a0a1a2a3';

let world: TestWorld;
let again: ProductProcess | undefined;
afterEach(async () => {
  await again?.stop();
  again = undefined;
  await world.stop();
});

const alerts = () => world.slack.messages(ONCALL);
const untilAlert = async (number: number) =>
  await world.slack.until(() => alerts()[number - 1], {
    timeoutMs: 15_000,
    what: `alert ${number}`,
  });

async function restart(): Promise<void> {
  await (again ?? world.product).stop();
  again = startProduct(world.environment, 'node');
  await untilReady(again, world.opsPort);
}

async function azureNotice(): Promise<string> {
  const answer = await fetch(`http://127.0.0.1:${world.opsPort}/readyz`);
  expect(answer.status).toBe(200);
  return /"azure":"([^"]*)"/.exec(await answer.text())?.[1] ?? '';
}

/** What `/mysqlop doctor` finds, whenever it comes. */
async function diagnosis(): Promise<string> {
  const { response } = await world.slack.command({ channel: DBA, user: ALICE, text: 'doctor' });
  const isFound = (message: unknown) => /to be mended|in order/.test(JSON.stringify(message));
  if (isFound(response)) return JSON.stringify(response);
  const later = await world.slack.until(
    () => world.slack.ephemerals(DBA, ALICE).findLast(isFound),
    { timeoutMs: 15_000, what: 'a diagnosis' },
  );
  return shownIn(later);
}

describe('of two subscriptions, one of which belongs to another tenant', () => {
  test('that one is a fault by itself, told once, which hides neither the other nor a total outage', async () => {
    world = await startTestWorld(
      'socket',
      {
        AZURE_SUBSCRIPTIONS: `prod=${PROD},staging=${STAGING}`,
        FAULT_AFTER: '1s',
        BLIND_AFTER: '2s',
      },
      { way: 'node', subscriptions: [{ id: PROD }, { id: STAGING, tenantId: ITS_TENANT }] },
    );
    const ours = world.azure.operation({ script: moving() });
    const theirs = world.azure.operation({ subscriptionId: STAGING });
    for (const { progressUrl } of [ours, theirs]) await world.ask(`watch ${progressUrl}`);

    const told = await untilAlert(1);
    expect(told.text).toContain("I can't read staging, which belongs to another tenant");
    expect(told.text).toContain(`AZURE_TENANT_ID to ${ITS_TENANT}`);
    expect(told.text).toContain('AZURE_SUBSCRIPTIONS');
    expect(told.text).not.toMatch(/S0DBAS|<[!@]/);
    const card = await world.slack.until(
      () => cardsOf(world, DBA, theirs).find((each) => shownIn(each).includes(ITS_TENANT)),
      { timeoutMs: 15_000, what: 'a card that names the tenant' },
    );
    await untilThread(world, card, /not been able to read it since/);
    await ours.until(ours.reads + 5);
    await untilCard(world, DBA, ours, /: \d+ %/);
    expect(await azureNotice()).toMatch(/^staging refuses the bot’s sign-in since .*another/);
    const found = await diagnosis();
    expect(found).toMatch(/❌ \*Azure, staging\*: .*AZURE_TENANT_ID/);
    expect(found).toMatch(/❌ \*Sign-in\*: staging refuses the bot/);

    await restart();
    await ours.until(ours.reads + 10);
    expect(alerts()).toHaveLength(1);

    // Now nothing works any more.
    world.azure.takeTokens('none');
    const outage = await untilAlert(2);
    expect(outage.text).toContain("I can't sign in to Azure, so no operation can be read");
    await restart();
    const refusedReads = world.azure.requests.length + 30;
    await expect
      .poll(() => world.azure.requests.length, { timeout: 15_000 })
      .toBeGreaterThan(refusedReads);
    expect(alerts()).toHaveLength(2);

    // It heals, but for the tenant; that is over once nobody has seen it for two rounds and 5 s.
    world.azure.takeTokens('all');
    await ours.until(ours.reads + 45);
    await restart();
    expect(await untilThread(world, outage, /./)).toEqual([
      expect.stringMatching(/^👌 Azure no longer refuses my sign-in, after \d+ s\.$/),
    ]);
    expect(world.slack.thread(ONCALL, told.ts)).toEqual([]);
    expect(await azureNotice()).toMatch(/^staging refuses/);
    expect(alerts()).toHaveLength(2);
  }, 120_000);

  test('the other one is told as a fault by itself, where it alone refuses the token', async () => {
    world = await startTestWorld(
      'socket',
      { AZURE_SUBSCRIPTIONS: `prod=${PROD},staging=${STAGING}`, FAULT_AFTER: '1s' },
      { way: 'node', subscriptions: [{ id: PROD }, { id: STAGING }] },
    );
    const refused = {
      kind: 'status',
      status: 401,
      body: { error: { code: 'InvalidAuthenticationToken', message: 'The token is invalid.' } },
    } as const;
    const ours = world.azure.operation({ script: moving() });
    const theirs = world.azure.operation({ subscriptionId: STAGING, script: () => refused });
    for (const { progressUrl } of [ours, theirs]) await world.ask(`watch ${progressUrl}`);
    const told = await untilAlert(1);
    expect(told.text).toContain('Azure refuses my sign-in in staging');
    expect(told.text).toContain('All other subscriptions are read as before.');
    await theirs.until(theirs.reads + 10);
    expect(alerts()).toHaveLength(1);
  }, 60_000);
});

describe('what heals by itself wakes nobody', () => {
  test('one refusal among readings that work, again and again', async () => {
    world = await startTestWorld('socket', { FAULT_AFTER: '1s' }, { way: 'node' });
    const refused = {
      kind: 'status',
      status: 401,
      body: { error: { code: 'InvalidAuthenticationToken', message: 'The token is invalid.' } },
    } as const;
    const operation = world.azure.operation({
      script: ({ reads }) => (reads % 3 === 0 ? refused : running(42)),
    });
    await world.ask(`watch ${operation.progressUrl}`);
    await operation.until(40);
    expect(alerts()).toEqual([]);
    expect(world.printed()).not.toContain('azure.fault');
    expect(await untilCard(world, DBA, operation, /42 %/)).toBeDefined();
  }, 60_000);

  test('an identity endpoint that hangs, and answers in the end', async ({ onTestFinished }) => {
    let waiting: (() => void)[] | undefined = [];
    const identity = await startRawServer((_, response) => {
      const answer = () => {
        response.writeHead(200, { 'content-type': 'application/json' });
        response.end(
          JSON.stringify({
            access_token: world.azure.token,
            expires_on: String(Math.floor(Date.now() / 1000) + 3600),
            resource: 'https://management.azure.com',
            token_type: 'Bearer',
          }),
        );
      };
      if (waiting) waiting.push(answer);
      else answer();
    });
    onTestFinished(() => identity.close());
    const settings = {
      AZURE_ACCESS_TOKEN: '',
      AZURE_TOKEN_CREDENTIALS: 'ManagedIdentityCredential',
      IDENTITY_ENDPOINT: `${identity.url}/msi/token`,
      IDENTITY_HEADER: 'header',
      FAULT_AFTER: '10s',
    };
    // Azure's library takes a busy machine longer to load than a start may take.
    world = await startTestWorld('socket', settings, { way: 'node', isReadyAwaited: false });
    await expect.poll(() => world.printed(), { timeout: 60_000 }).toContain('slack.connected');
    const operation = world.azure.operation({ script: () => running(42) });
    await world.ask(`watch ${operation.progressUrl}`);
    // One read has given up on it, and the next one waits.
    await expect
      .poll(() => world.printed(), { timeout: 20_000 })
      .toMatch(/Signing in to Azure takes longer than 10 s/);
    for (const answer of waiting) answer();
    waiting = undefined;
    await untilCard(world, DBA, operation, /42 %/);
    await operation.until(operation.reads + 5);
    expect(alerts()).toEqual([]);
    expect(world.printed()).not.toContain('azure.fault');
  }, 120_000);
});
