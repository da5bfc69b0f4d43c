import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freePort } from '../../src/sandbox/free-port.ts';
import { type ProductProcess, startProduct } from '../../src/sandbox/product/product-process.ts';
import { untilReady } from '../../src/sandbox/product/until-ready.ts';
import { callsOf, excess } from './pace.ts';
import { moving } from './running.ts';
import { DBA, ONCALL, startTestWorld, type TestWorld } from './start-test-world.ts';

const EDITS_PER_MINUTE = 60;
const READS_PER_SECOND = 5;
const CHANNELS = [DBA, 'C0TEAM1'] as const;
const WATCHES_OF_EACH = 6;

describe('a bot and two workers', () => {
  let world: TestWorld;
  const workers: ProductProcess[] = [];
  const outputs = ['', ''];
  beforeAll(async () => {
    world = await startTestWorld(
      'socket',
      {
        ROLE: 'bot',
        SLACK_EDITS_PER_MINUTE: String(EDITS_PER_MINUTE),
        SLACK_POSTS_PER_MINUTE: '270',
        ARM_READS_PER_SECOND: String(READS_PER_SECOND),
        LOG_LEVEL: 'debug',
      },
      {
        channels: [...CHANNELS, ONCALL].map((id) => ({
          id,
          name: id.slice(2).toLowerCase(),
          isMember: true,
        })),
      },
    );
    for (const index of [0, 1]) {
      const opsPort = await freePort();
      const settings = { ...world.environment, ROLE: 'worker', OPS_PORT: String(opsPort) };
      const worker = startProduct(settings, 'node', (text) => {
        outputs[index] += text;
      });
      workers.push(worker);
      await untilReady(worker, opsPort);
    }
    for (const channel of CHANNELS) {
      for (let watch = 0; watch < WATCHES_OF_EACH; watch++) {
        const { progressUrl } = world.azure.operation({ script: moving() });
        await world.ask(`watch ${progressUrl}`, { channel });
      }
    }
    const cards = () => CHANNELS.flatMap((channel) => world.slack.messages(channel));
    await world.slack.until(() => cards().length === CHANNELS.length * WATCHES_OF_EACH, {
      timeoutMs: 60_000,
      what: 'all cards',
    });
    const edits = callsOf(world, 'chat.update').length;
    await world.slack.until(() => callsOf(world, 'chat.update').length > edits + 10, {
      timeoutMs: 30_000,
    });
  }, 120_000);
  afterAll(async () => {
    await Promise.all(workers.map((worker) => worker.stop()));
    await world.stop();
  });

  const timesOf = (method: string, channel?: string) =>
    callsOf(world, method, channel).map(({ at }) => at);

  test('read no more often than one alone would', () => {
    const times = world.azure.requests.map(({ at }) => at);
    const pace = { intervalMs: 1000 / READS_PER_SECOND, atOnce: READS_PER_SECOND };
    expect(times.length).toBeGreaterThan(3 * READS_PER_SECOND);
    expect(excess(times, pace)).toBe(0);
    for (const output of outputs) expect(output).toContain('watch.read');
  });

  test('edit no more often than one alone would', () => {
    const pace = { intervalMs: 60_000 / EDITS_PER_MINUTE, atOnce: 1 };
    expect(timesOf('chat.update').length).toBeGreaterThan(10);
    expect(excess(timesOf('chat.update'), pace)).toBe(0);
  });

  test('post no more often to a channel than one alone would', () => {
    for (const channel of CHANNELS) {
      const times = timesOf('chat.postMessage', channel);
      expect(times).toHaveLength(WATCHES_OF_EACH);
      expect(excess(times, { intervalMs: 1000, atOnce: 5 })).toBe(0);
    }
    for (const output of outputs) expect(output).toContain('slack.posted');
  });
});
