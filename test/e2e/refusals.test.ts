import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { ALICE, BOB, DBA, startTestWorld, type TestWorld } from './start-test-world.ts';

const RANDOM = 'C0RANDOM';
const STRANGER = 'U0STRANGER';

describe('a refusal asks Azure nothing and leaves no message', () => {
  let world: TestWorld;
  beforeAll(async () => {
    world = await startTestWorld(
      'http',
      { ALLOWED_CHANNELS: DBA, ALLOWED_USERS: `${ALICE},${STRANGER}` },
      {
        users: [
          { id: ALICE, name: 'alice' },
          { id: BOB, name: 'bob' },
          { id: STRANGER, name: 'stranger', teamId: 'T0ELSEWHERE' },
        ],
      },
    );
  });
  afterAll(async () => {
    await world.stop();
  });
  afterEach(async () => {
    expect(world.azure.requests).toEqual([]);
    expect(world.slack.messages(DBA)).toEqual([]);
    expect(await world.ask('list')).toContain('Nothing is being watched');
  });

  const arm = (path: string) => `https://management.azure.com${path}`;
  const path = (subscription: string, location: string) =>
    `/subscriptions/${subscription}/providers/Microsoft.DBforMySQL/locations/${location}/operationProgress/${randomUUID()}`;

  test.each([
    ['no id but a place', 'watch in eastus', /Which operation\?/],
    ['nonsense', 'watch nonsense', /URL|id/],
    ['a word too many', `watch ${randomUUID()} eastus`, /don't know what to do with “eastus”/],
    ['an unlisted subscription name', `watch ${randomUUID()} on secret`, /AZURE_SUBSCRIPTIONS/],
    ['a location with signs in it', `watch ${randomUUID()} in east/us`, /no Azure location/],
    [
      'a page of the portal',
      'watch https://portal.azure.com/#@contoso/resource/subscriptions/x/overview',
      /not an operation.*Azure-AsyncOperation/,
    ],
    ['a slip in a location', `watch ${randomUUID()} in eastu`, /Did you mean “in East US”\?/],
    ['a slip in a subscription', `watch ${randomUUID()} on prdo`, /Did you mean “on prod”\?/],
    ['a slip', 'wacth something', /Did you mean `\/mysqlop watch something`\?/],
    ['an unknown word', 'frobnicate', /don't know `frobnicate`/],
    ['a foreign host', `watch ${arm(path(randomUUID(), 'eastus'))}`, /host|Azure/],
  ])('%s', async (_what, text, answer) => {
    expect(await world.ask(text)).toMatch(answer);
  });

  test('an unlisted subscription in a URL', async () => {
    const url = `${world.azure.url}${path(randomUUID(), 'eastus')}`;
    expect(await world.ask(`watch ${url}`)).toMatch(/not among those that I may read \(prod\)/);
  });

  test('a bad location in a URL', async () => {
    const url = `${world.azure.url}${path(world.azure.subscriptionId, 'east%2Fus')}`;
    expect(await world.ask(`watch ${url}`)).toMatch(/location/);
  });

  test('a channel and a person that are not allowed', async () => {
    const text = `watch ${randomUUID()}`;
    expect(await world.ask(text, { channel: RANDOM })).toMatch(/not to be used in this channel/);
    expect(await world.ask(text, { user: BOB })).toMatch(/not on the list of people/);
  });

  test('a person of another organisation, in a shared channel', async () => {
    const text = `watch ${randomUUID()}`;
    expect(await world.ask(text, { user: STRANGER })).toMatch(/people of my own workspace only/);
  });

  test('a forged signature', async () => {
    const body = `command=%2Fmysqlop&text=watch+${randomUUID()}&channel_id=${DBA}&user_id=${ALICE}`;
    const reply = await world.slack.deliver({ body, signature: `v0=${'0'.repeat(64)}` });
    expect(reply.status).toBe(401);
  });

  test('a timestamp of ten minutes ago, though rightly signed', async () => {
    const body = `command=%2Fmysqlop&text=watch+${randomUUID()}&channel_id=${DBA}&user_id=${ALICE}`;
    const reply = await world.slack.deliver({
      body,
      timestamp: Math.floor(Date.now() / 1000) - 600,
    });
    expect(reply.status).toBe(401);
  });

  test('help', async () => {
    expect(await world.ask('help')).toContain('/mysqlop watch');
  });
});
