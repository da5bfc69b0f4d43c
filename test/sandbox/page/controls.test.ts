import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestDemo, type TestDemo } from './start-test-demo.ts';

const DBA = 'C0DBA';
const RANDOM = 'C0RANDOM';

/** Two processes, which may have to share the machine with much else. */
const START_WITHIN_MS = 120_000;

let demo: TestDemo;

beforeAll(async () => {
  demo = await startTestDemo();
  await demo.act({ do: 'set-speed', speed: 60 });
}, START_WITHIN_MS);

afterAll(() => demo.stop());

const FAILED = '/mysqlop failed with the error "dispatch_failed"';
const plugs = () => demo.stage.state().controls.plugs;

test('without the bot nothing is heard, and what is watched goes on', async () => {
  const card = await demo.watch('second-location', DBA);
  expect(await demo.act({ do: 'pull-plug', of: 'bot' })).toEqual({});
  expect(plugs()).toEqual({ bot: 'stopped', worker: 'running' });

  const done = await demo.act({ do: 'command', channel: RANDOM, text: 'list' });
  expect(done).toEqual({ problem: FAILED, isTold: true });
  expect(demo.messages(RANDOM).at(-1)).toMatchObject({
    user: 'USLACKBOT',
    text: FAILED,
    ephemeral: true,
  });
  expect(await demo.act({ do: 'press', channel: DBA, ts: card.ts, actionId: 'refresh' })).toEqual({
    problem: 'This app responded with the error "dispatch_failed"',
  });

  await demo.until(DBA, ({ ts, text }) => ts === card.ts && /succeeded/.test(text));
  expect(await demo.act({ do: 'plug-in', of: 'bot' })).toEqual({});
  expect(await demo.act({ do: 'command', channel: RANDOM, text: 'list' })).toEqual({});
}, 90_000);

test('without the worker commands are answered; put back, it goes on with its watches', async () => {
  const states: string[] = [];
  const stopListening = demo.stage.onChange((event) => {
    if (event.kind === 'controls') states.push(event.controls.plugs.worker);
  });
  const card = await demo.watch('backup', DBA);
  expect(await demo.act({ do: 'pull-plug', of: 'worker' })).toEqual({});
  expect(await demo.act({ do: 'command', channel: RANDOM, text: 'list' })).toEqual({});
  expect(demo.messages(RANDOM).at(-1)?.text).not.toContain('error');

  expect(await demo.act({ do: 'plug-in', of: 'worker' })).toEqual({});
  expect(states).toEqual(['stopped', 'starting', 'running']);
  stopListening();
  await demo.until(DBA, ({ ts, text }) => ts === card.ts && /succeeded/.test(text));
  expect(demo.messages(DBA).filter((message) => message.text === card.text)).toHaveLength(0);
}, 90_000);

test('a plug that is pulled again at once leaves the bot off, and can be put back', async () => {
  await demo.act({ do: 'pull-plug', of: 'bot' });
  const starting = demo.act({ do: 'plug-in', of: 'bot' });
  await expect.poll(() => plugs().bot).toBe('starting');
  await demo.act({ do: 'pull-plug', of: 'bot' });
  expect(await starting).toEqual({});
  expect(plugs().bot).toBe('stopped');
  expect(await demo.act({ do: 'plug-in', of: 'bot' })).toEqual({});
  expect(plugs().bot).toBe('running');
});

test.each([
  { slack: '429', channel: 'C0ONCALL' },
  { slack: '500', channel: 'D0ALICE' },
] as const)(
  'while Slack answers $slack the bot shows nothing, and later all of it',
  async ({ slack, channel }) => {
    await demo.act({ do: 'set-slack', slack });
    expect(demo.stage.state().controls.slack).toBe(slack);
    const shown = demo.watch('backup', channel);
    await demo.until(channel, ({ text }) => text.includes('Watching'));
    expect(demo.messages(channel).filter(({ ephemeral }) => !ephemeral)).toEqual([]);
    await demo.act({ do: 'set-slack', slack: 'fine' });
    expect((await shown).text).toContain('orders-prod');
  },
  60_000,
);
