import { describe, expect, it } from 'vitest';
import type { SimulatedSlackOptions } from '../../src/sandbox/slack/options.ts';
import { createPublicAmong } from '../../src/slack/public-channels.ts';
import { channelNamed } from '../names.ts';
import { createClient, createClock, startSlack } from '../sandbox/slack/start-slack.ts';

const MINUTE = 60_000;

async function start(options: SimulatedSlackOptions = {}) {
  const slack = await startSlack({ limits: false, ...options });
  const clock = createClock();
  const publicAmong = createPublicAmong(createClient(slack), clock.now);
  return {
    slack,
    clock,
    among: async (...names: string[]) => [...(await publicAmong(names.map(channelNamed)))],
  };
}

describe('a channel', () => {
  it('is public as long as Slack says so, which is asked once a minute', async () => {
    const { slack, clock, among } = await start();
    expect(await among('C0DBA', 'C0RANDOM', 'G0SECRET')).toEqual(['C0DBA', 'C0RANDOM']);
    slack.changeChannel('C0DBA', { kind: 'private' });
    await among('C0DBA');
    expect(slack.calls.filter(({ args }) => args['channel'] === 'C0DBA')).toHaveLength(1);
    clock.advance(MINUTE);
    expect(await among('C0DBA', 'C0RANDOM')).toEqual(['C0RANDOM']);
  });

  it.each([
    ['Slack does not answer', { kind: 'hang' }],
    ['Slack is asked too often', { kind: 'status', status: 429, headers: { 'retry-after': '30' } }],
    ['the token lacks the scope', { kind: 'error', error: 'missing_scope' }],
  ] as const)('counts as private where %s', async (_why, fault) => {
    const { slack, among } = await start();
    const mend = slack.fail({ method: 'conversations.info', with: fault });
    expect(await among('C0DBA')).toEqual([]);
    mend();
    expect(await among('C0DBA')).toEqual(['C0DBA']);
  });

  it('is asked about together with 19 others at most', async () => {
    const channels = Array.from({ length: 30 }, (_, index) => ({
      id: `C${index}`,
      name: `c${index}`,
    }));
    const { slack, among } = await start({ channels });
    expect(await among(...channels.map(({ id }) => id))).toHaveLength(20);
    expect(slack.calls).toHaveLength(20);
    expect(await among(...channels.map(({ id }) => id))).toHaveLength(30);
  });
});
