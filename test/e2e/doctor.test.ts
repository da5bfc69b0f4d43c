import { describe, expect, onTestFinished, test } from 'vitest';
import { manifestScopes } from '../../src/sandbox/manifest-scopes.ts';
import { startTestRedis } from '../redis/with-redis.ts';
import { ALICE, BOB, DBA, ONCALL, startTestWorld } from './start-test-world.ts';

async function diagnosisOf(
  settings: Readonly<Record<string, string>>,
  user = ALICE,
  options: Parameters<typeof startTestWorld>[2] = {},
) {
  const world = await startTestWorld('socket', settings, options);
  onTestFinished(() => world.stop());
  const { response } = await world.slack.command({ channel: DBA, user, text: 'doctor' });
  const text = (message: unknown) => JSON.stringify(message);
  const isFound = (message: unknown) => !text(message).includes('Looking at everything');
  if (isFound(response)) return { world, told: text(response) };
  const later = await world.slack.until(() => world.slack.ephemerals(DBA, user).find(isFound), {
    timeoutMs: 30_000,
    what: 'what doctor has found',
  });
  return { world, told: text(later) };
}

describe('doctor finds what new users set wrongly, and says for each the one thing to do:', () => {
  test('channels, settings, and what Azure lets it do', async () => {
    const { told } = await diagnosisOf({
      ONCALL_CHANNEL: 'C0NOWHERE',
      FALLBACK_CHANNEL: 'C0NOWHERE',
      ONCALL_MENTION: '',
      ALERT_ON: 'gone',
      AZURE_LOCATIONS: '',
      AZURE_SUBSCRIPTIONS: 'other=99999999-9999-9999-9999-999999999999',
    });
    expect(told).toContain('2 things have to be mended');
    for (const said of [
      /❌ \*ONCALL_CHANNEL\*: It \(C0NOWHERE\) does not exist, or is private.*?\/invite me/,
      /FALLBACK_CHANNEL\*: It is the same as ONCALL_CHANNEL/,
      /ONCALL_MENTION\*: It is not set.*?Set it/,
      /ALERT_ON\*: It leaves out failed.*?Add it/,
      /AZURE_LOCATIONS\*: It is not set.*?Name the locations/,
      /AZURE_ACCESS_TOKEN\*: I sign in with a ready token.*?managed identity/,
      /❌ \*Azure, other\*: Asked in East US: .*?give it the role Reader/,
    ]) {
      expect(told).toMatch(said);
    }
    expect(told).toMatch(/✅ This channel: I may post there/);
  });

  test('channels without it, scopes that were left out, and a Redis that may drop watches', async () => {
    const redis = await startTestRedis();
    onTestFinished(() => redis.stop());
    await redis.redis.config('SET', 'maxmemory-policy', 'allkeys-lru');
    const channels = [DBA, ONCALL].map((id) => ({ id, name: id, isMember: id === DBA }));
    const scopes = manifestScopes().filter((scope) => scope !== 'im:write');
    const { told } = await diagnosisOf({ REDIS_URL: redis.url }, ALICE, { channels, scopes });
    for (const said of [
      /⚠️ \*ONCALL_CHANNEL\*: I may post there, but .*?Please \/invite me there/,
      /⚠️ \*Slack app\*: It lacks the scope im:write: .*?install the app again/,
      /⚠️ \*Redis’ memory\*: Redis runs with maxmemory-policy allkeys-lru .*?set it to noeviction/,
    ]) {
      expect(told).toMatch(said);
    }
    expect(told).not.toContain('mended');
  });
});

test('doctor tells others than ADMINS about their channel alone', async () => {
  const { told, world } = await diagnosisOf({ ADMINS: BOB, ONCALL_MENTION: '' });
  expect(told).toContain('All is in order here');
  expect(told).toContain('ADMINS');
  expect(told).not.toContain('ONCALL_MENTION');
  expect(world.azure.requests).toEqual([]);
});
