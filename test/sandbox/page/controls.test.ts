import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestDemo, type TestDemo } from './start-test-demo.ts';

const DBA = 'C0DBA';
const RANDOM = 'C0RANDOM';

let demo: TestDemo;

beforeAll(async () => {
  demo = await startTestDemo();
  await demo.act({ do: 'set-speed', speed: 60 });
});

afterAll(() => demo.stop());

test('with the plug pulled the bot is gone; put back, it goes on with its watches', async () => {
  const states: string[] = [];
  demo.stage.onChange((event) => {
    if (event.kind === 'controls') states.push(event.controls.worker);
  });
  const card = await demo.watch('second-location', DBA);
  expect(await demo.act({ do: 'pull-plug' })).toEqual({});
  expect(demo.stage.state().controls.worker).toBe('stopped');

  const failed = '/mysqlop failed with the error "dispatch_failed"';
  expect(await demo.act({ do: 'command', channel: RANDOM, text: 'list' })).toEqual({
    problem: failed,
  });
  expect(demo.messages(RANDOM).at(-1)).toMatchObject({
    user: 'USLACKBOT',
    text: failed,
    ephemeral: true,
  });
  expect(await demo.act({ do: 'press', channel: DBA, ts: card.ts, actionId: 'refresh' })).toEqual({
    problem: 'This app responded with the error "dispatch_failed"',
  });

  expect(await demo.act({ do: 'plug-in' })).toEqual({});
  expect(states).toEqual(['stopped', 'starting', 'running']);
  await demo.until(DBA, ({ ts, text }) => ts === card.ts && /succeeded/.test(text));
  expect(demo.messages(DBA).filter((message) => message.text === card.text)).toHaveLength(0);
}, 90_000);

test('a plug that is pulled again at once leaves the bot off, and can be put back', async () => {
  await demo.act({ do: 'pull-plug' });
  const starting = demo.act({ do: 'plug-in' });
  await expect.poll(() => demo.stage.state().controls.worker).toBe('starting');
  await demo.act({ do: 'pull-plug' });
  expect(await starting).toEqual({});
  expect(demo.stage.state().controls.worker).toBe('stopped');
  expect(await demo.act({ do: 'plug-in' })).toEqual({});
  expect(demo.stage.state().controls.worker).toBe('running');
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
