import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readEvents } from './read-events.ts';
import { startTestDemo, type TestDemo } from './start-test-demo.ts';

const DBA = 'C0DBA';
const ONCALL = 'C0ONCALL';

let demo: TestDemo;

beforeAll(async () => {
  demo = await startTestDemo();
});

afterAll(() => demo.stop());

describe('what a visitor finds', () => {
  test('is the channels, the people, the command and the stories', () => {
    const { channels, users, command, stories, visitor, controls } = demo.stage.state();
    expect(channels).toEqual([
      { id: DBA, name: 'dba', kind: 'public', isMember: true },
      { id: ONCALL, name: 'oncall', kind: 'public', isMember: true },
      { id: 'C0RANDOM', name: 'random', kind: 'public', isMember: false },
      { id: 'G0FINANCE', name: 'finance', kind: 'private', isMember: false },
      { id: 'D0ALICE', name: 'mysqlop', kind: 'dm', isMember: true },
    ]);
    expect(visitor).toBe('U0ALICE');
    expect(users.filter(({ isBot }) => isBot).map(({ name }) => name)).toEqual([
      'mysqlop',
      'Slackbot',
    ]);
    expect(command).toMatchObject({ name: '/mysqlop', hint: expect.stringContaining('watch') });
    expect(stories.length).toBeGreaterThanOrEqual(12);
    expect(controls).toEqual({
      speed: 10,
      slack: 'fine',
      plugs: { bot: 'running', worker: 'running' },
    });
  });
});

describe('what a visitor does', () => {
  test('a message is there as Slack keeps it, in the thread too', async () => {
    await demo.act({ do: 'say', channel: 'C0RANDOM', text: ' 1 < 2 & https://example.org/ ' });
    const [said] = demo.messages('C0RANDOM');
    expect(said).toMatchObject({
      user: 'U0ALICE',
      text: '1 &lt; 2 &amp; <https://example.org/>',
      ephemeral: false,
    });
    const threadTs = said?.ts ?? '';
    await demo.act({ do: 'say', channel: 'C0RANDOM', text: 'and', threadTs });
    expect(demo.messages('C0RANDOM').at(-1)).toMatchObject({ text: 'and', threadTs });
    expect(await demo.act({ do: 'say', channel: DBA, text: 'x', threadTs })).toEqual({
      problem: 'The message that this thread belongs to is not there.',
    });
  });

  test('a command is answered to the visitor alone, also where the bot is not', async () => {
    for (const channel of ['G0FINANCE', 'D0ALICE', 'C0RANDOM']) {
      expect(await demo.act({ do: 'command', channel, text: 'list' })).toEqual({});
      expect(demo.messages(channel).at(-1)).toMatchObject({
        user: 'U0SIMULATEDBOT',
        ephemeral: true,
        text: expect.stringContaining('Nothing is being watched'),
      });
    }
  });

  test('what is not there is a sentence', async () => {
    const nowhere = { do: 'command', channel: 'C0NOWHERE', text: 'list' } as const;
    expect(await demo.act(nowhere)).toEqual({ problem: 'There is no channel C0NOWHERE' });
    const press = { do: 'press', channel: DBA, ts: '1.000000', actionId: 'stop' } as const;
    expect(await demo.act(press)).toEqual({
      problem: 'U0ALICE sees no message 1.000000 in C0DBA',
    });
    expect(await demo.act({ do: 'start-story', story: 'x' })).toEqual({
      problem: 'There is no such story.',
    });
    expect(await demo.act({ do: 'close-view', viewId: 'V0' })).toMatchObject({
      problem: expect.stringContaining('V0'),
    });
  });

  test('a watched story goes its way: one card, its thread, the alert with all of the error', async () => {
    const events = await readEvents(demo.url);
    expect((await events.next()).event.kind).toBe('state');
    await demo.act({ do: 'set-speed', speed: 180 });
    expect((await events.next()).event).toMatchObject({ controls: { speed: 180 } });

    const card = await demo.watch('failure-at-100', DBA);
    const details = demo.watch('failure', DBA);
    const ended = await demo.until(DBA, ({ ts, text }) => ts === card.ts && /failed/.test(text));
    expect(ended.edits).toBeGreaterThan(0);
    await demo.until(DBA, ({ threadTs, text }) => threadTs === card.ts && /failed/.test(text));
    await demo.until(ONCALL, ({ text }) => /crm-prod failed/.test(text));
    await details;
    const alert = await demo.until(ONCALL, ({ text }) => /billing-prod failed/.test(text));
    await demo.until(
      ONCALL,
      ({ threadTs, text }) => threadTs === alert.ts && text.startsWith("Azure's whole error"),
    );

    const told = await events.untilText('whole error');
    expect(told).toContain('"isNew":true');
    expect(told).toContain('"isNew":false');
    expect(told).toContain('"answer":"Failed, 100 %"');
  }, 60_000);

  test('a story of many that fail is watched for the visitor, who acknowledges it for all', async () => {
    await demo.act({ do: 'set-speed', speed: 60 });
    const known = new Set(demo.messages(ONCALL).map(({ ts }) => ts));
    expect(await demo.act({ do: 'start-story', story: 'failures-at-once' })).toEqual({});
    const ids = demo.stage
      .state()
      .operations.slice(-6)
      .map(({ operationId }) => operationId);
    const told = () =>
      demo.messages(ONCALL).filter(({ ts, threadTs }) => !threadTs && !known.has(ts));
    const namesAll = () => ids.every((id) => JSON.stringify(told()).includes(id));
    const page = await demo.until(
      ONCALL,
      ({ text }) => /more operations? ha(?:s|ve) failed/.test(text) && namesAll(),
    );
    await demo.act({ do: 'press', channel: ONCALL, ts: page.ts, actionId: 'acknowledge' });
    const acknowledged = /Acknowledged by <@U0ALICE>/;
    await demo.until(ONCALL, () =>
      told().every(({ blocks }) => acknowledged.test(JSON.stringify(blocks))),
    );
  }, 60_000);
});
