import { SocketModeReceiver } from '@slack/bolt';
import { pino } from 'pino';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { SimulatedSlack } from '../../src/sandbox/slack/simulated-slack.ts';
import { SocketConnection, type SocketTimes } from '../../src/slack/socket-connection.ts';
import { QUIET, startSlack } from '../sandbox/slack/start-slack.ts';

async function connect(slack: SimulatedSlack, times?: SocketTimes) {
  const events: Record<string, unknown>[] = [];
  const log = pino({ level: 'debug' }, { write: (line: string) => events.push(JSON.parse(line)) });
  const { client } = new SocketModeReceiver({
    appToken: slack.appToken,
    logger: QUIET,
    autoReconnectEnabled: false,
    installerOptions: {
      clientOptions: {
        slackApiUrl: slack.apiUrl,
        retryConfig: { retries: 0 },
        rejectRateLimitedCalls: true,
      },
    },
  });
  const connection = new SocketConnection(client, log, times);
  onTestFinished(() => connection.close());
  await connection.start();
  const named = (name: string) => events.filter(({ event }) => event === name);
  return { connection, named };
}

const isConnected = (slack: SimulatedSlack) =>
  slack.until(() => slack.connectedSockets === 1, { timeoutMs: 5000 });
const URL_CALL = 'apps.connections.open';
const asked = (slack: SimulatedSlack) => slack.calls.filter(({ method }) => method === URL_CALL);

describe('a connection', () => {
  test.each(['no upgrade', 'no hello', 'deaf'] as const)(
    'that does not come about in time is said in the log and made anew: %s',
    async (manner) => {
      const slack = await startSlack();
      slack.takeSockets(manner);
      const { connection, named } = await connect(slack, {
        connectWithinMs: 300,
        lastsAfterMs: 60_000,
      });
      await expect.poll(() => named('slack.connect_timed_out'), { timeout: 5000 }).toHaveLength(2);
      expect(connection.problem()).toContain('no Socket Mode connection');
      slack.takeSockets('as usual');
      await isConnected(slack);
      await expect.poll(() => connection.problem()).toBeUndefined();
      expect(named('slack.connected')).toHaveLength(1);
    },
  );

  test('is asked for again soon where Slack says to wait for a day', async () => {
    const slack = await startSlack();
    slack.fail({
      method: URL_CALL,
      with: { kind: 'status', status: 429, headers: { 'retry-after': '86400' } },
    });
    const { named } = await connect(slack);
    await isConnected(slack);
    expect(named('slack.connect_failed')).toHaveLength(1);
  });

  test('that is closed again and again is made after growing pauses, and it is said why', async () => {
    const slack = await startSlack();
    slack.takeSockets('link disabled');
    const { connection, named } = await connect(slack);
    await expect.poll(() => named('slack.disconnected').length, { timeout: 8000 }).toBe(4);
    const times = asked(slack).map(({ at }) => at);
    const pauses = times.slice(1).map((at, index) => at - (times[index] ?? 0));
    // 0.2, 0.4 and 0.8 seconds.
    for (const [index, pause] of pauses.entries()) expect(pause).toBeGreaterThan(190 * 2 ** index);
    expect(named('slack.disconnected')[0]).toMatchObject({ reason: 'link_disabled' });
    expect(connection.problem()).toContain('link_disabled');
  });

  test('is made at once after one that has lasted', async () => {
    const slack = await startSlack();
    slack.takeSockets('link disabled');
    const { named } = await connect(slack, { connectWithinMs: 5000, lastsAfterMs: 500 });
    await expect.poll(() => named('slack.disconnected').length, { timeout: 8000 }).toBe(3);
    slack.takeSockets('as usual');
    await isConnected(slack);
    await expect.poll(() => named('slack.connected').length).toBe(4);
    await new Promise((resolve) => setTimeout(resolve, 600));
    slack.dropSockets();
    const droppedAt = Date.now();
    await slack.until(() => asked(slack).length === 5);
    expect((asked(slack)[4]?.at ?? 0) - droppedAt).toBeLessThan(700);
  });
});
