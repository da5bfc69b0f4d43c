import { pino } from 'pino';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { SimulatedSlackOptions } from '../../src/sandbox/slack/options.ts';
import { createWebClient } from '../../src/slack/api/web-client.ts';
import { checkChannels } from '../../src/slack/channel-check.ts';
import { channelNamed } from '../names.ts';
import { startSlack } from '../sandbox/slack/start-slack.ts';

const SCOPES = ['chat:write', 'chat:write.public', 'channels:read', 'groups:read'];

async function check(id: string, options: SimulatedSlackOptions = {}) {
  const slack = await startSlack({ limits: false, scopes: SCOPES, ...options });
  const entries: Record<string, unknown>[] = [];
  const log = pino({ level: 'info' }, { write: (line: string) => entries.push(JSON.parse(line)) });
  const client = createWebClient(slack.botToken, slack.apiUrl, log);
  const channels = [
    { setting: 'ONCALL_CHANNEL', id: channelNamed(id) },
    { setting: 'FALLBACK_CHANNEL', id: channelNamed('C0DBA') },
  ];
  const checked = checkChannels(client, channels, log, { everyMs: 30, againMs: 30 });
  onTestFinished(() => checked.close());
  const asked = () => slack.calls.filter(({ method }) => method === 'conversations.info').length;
  const again = async () => {
    const before = asked();
    await slack.until(() => asked() >= before + 4);
  };
  await again();
  return {
    slack,
    checked,
    again,
    named: (name: string) => entries.filter((entry) => entry['event'] === name),
  };
}

describe('a channel in which on-call is to be called', () => {
  test.each([
    ['C0ONCALL', undefined],
    // Public, and the bot need not be in it.
    ['C0RANDOM', undefined],
    ['C0NOWHERE', /^ONCALL_CHANNEL \(C0NOWHERE\) does not exist, or is private/],
    ['G0SECRET', /private and I am not in it.*\/invite/],
  ])('%s: %s', async (id, problem) => {
    const { checked, named } = await check(id);
    if (problem) expect(checked.problem()).toMatch(problem);
    else expect(checked.problem()).toBeUndefined();
    expect(named('slack.channel_unfit')).toHaveLength(problem ? 1 : 0);
  });

  test('to which the bot was never invited is told where it may not post uninvited', async () => {
    const scopes = SCOPES.filter((scope) => scope !== 'chat:write.public');
    const { checked } = await check('C0RANDOM', { scopes });
    expect(checked.problem()).toMatch(/closed to me: please \/invite/);
  });

  test.each([
    [{ isArchived: true }, { isArchived: false }, /is archived/],
    [{ isReadOnly: true }, { isReadOnly: false }, /read-only/],
    [{ refusesWith: 'ekm_access_denied' }, { refusesWith: undefined }, /ekm_access_denied/],
    [{ kind: 'private', isMember: false }, { isMember: true }, /private and I am not in it/],
  ] as const)('is told while it is so, once in the log: %j', async (change, mend, problem) => {
    const { slack, checked, again, named } = await check('C0ONCALL');
    expect(checked.problem()).toBeUndefined();
    slack.changeChannel('C0ONCALL', change);
    await again();
    expect(checked.problem()).toMatch(problem);
    await again();
    expect(named('slack.channel_unfit')).toHaveLength(1);
    slack.changeChannel('C0ONCALL', mend);
    await again();
    expect(checked.problem()).toBeUndefined();
    expect(named('slack.channel_fit')).toHaveLength(1);
  });

  test('is not judged where the app was installed without the scope, or Slack is away', async () => {
    const { checked: without } = await check('C0RANDOM', { scopes: ['chat:write'] });
    expect(without.problem()).toBeUndefined();
    const { slack, checked, again } = await check('C0ONCALL');
    slack.changeChannel('C0ONCALL', { isArchived: true });
    await again();
    slack.fail({ method: 'conversations.info', times: 8, with: { kind: 'status', status: 503 } });
    await again();
    expect(checked.problem()).toMatch(/archived/);
  });
});
