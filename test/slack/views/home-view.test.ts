import { expect, test } from 'vitest';
import type { Home, HomeLine } from '../../../src/asking/home.ts';
import { checkHome } from '../../../src/sandbox/slack/blocks/view.ts';
import { homeRefused, homeView, homeWithoutMemory } from '../../../src/slack/views/home-view.ts';
import { DAY, SERVER_ID, START, seen } from '../../watch/build-record.ts';

const NOTHING = { lines: [], total: 0 };
const QUIET: Home = {
  health: { isReady: true, problems: [] },
  unattended: NOTHING,
  mine: NOTHING,
  channels: NOTHING,
  endings: NOTHING,
  areChannelsKnown: true,
  at: START,
};

function problems(view: object): readonly string[] {
  const checked = checkHome(view);
  return checked.kind === 'invalid' ? checked.messages : [];
}

function line(label: string, link: string | undefined): HomeLine {
  const record = seen({ percent: 42, serverId: SERVER_ID });
  const [card] = record.cards;
  if (!card) throw new Error('There is a card');
  return { record, card: { ...card, label }, link };
}

function shown(home: Home): string {
  return JSON.stringify(homeView(home).blocks);
}

test('while nothing is watched it says so, and offers the form', () => {
  expect(shown(QUIET)).toMatch(/"action_id":"open-form".*Nothing is being watched for you/);
  expect(problems(homeView(QUIET))).toEqual([]);
});

test('the longest of all lists fits, whatever people write', () => {
  for (const label of ['x'.repeat(1000), '‮من اليمين', '😀'.repeat(80), '<!channel> & *all*', '']) {
    const lines = Array.from({ length: 10 }, () =>
      line(label, `https://x.slack.com/${'a'.repeat(200)}`),
    );
    const list = { lines, total: 10_000 };
    const all = {
      ...QUIET,
      ...{ unattended: list, mine: list, channels: list, endings: list },
      health: {
        isReady: false,
        problems: Array.from({ length: 20 }, () => `<!here> ${'😀'.repeat(900)}`),
      },
    };
    const view = homeView(all);
    expect(problems(view)).toEqual([]);
    expect(view.blocks.length).toBeLessThanOrEqual(100);
    expect(shown(all)).toContain('and 9990 more');
    expect(shown(all)).not.toMatch(/"mrkdwn","text":"[^"]*<!(?:here|channel)>/);
  }
});

test('a line is a link to its card, where one stands', () => {
  const lines = [line('nightly', 'https://x.slack.com/archives/C0DBA/p1')];
  const blocks = shown({ ...QUIET, mine: { lines, total: 1 } });
  expect(blocks).toMatch(/"type":"link","url":"https:\/\/x\.slack\.com[^}]*nightly/);
  expect(shown({ ...QUIET, mine: { lines: [line('', undefined)], total: 1 } })).not.toContain(
    '"link"',
  );
});

test('it tells whether the bot is in order, to who may know what is wrong', () => {
  expect(shown(QUIET)).toContain('The bot is in order');
  const health = { isReady: false, problems: ['slack: token revoked'] };
  expect(shown({ ...QUIET, health })).toMatch(/not in order.*slack: token revoked\./);
  const told = shown({ ...QUIET, health: { ...health, problems: undefined } });
  expect(told).toMatch(/not in order.*doctor/);
  const notice = { isReady: true, problems: ['eviction: set it'] };
  expect(shown({ ...QUIET, health: notice })).toMatch(/does its work.*eviction: set it\./);
});

test('it says when it was so', () => {
  expect(shown({ ...QUIET, at: START + DAY })).toContain(`<!date^${(START + DAY) / 1000}^`);
});

test('without memory, and to who may not use us, it says so', () => {
  const trouble = { problem: 'It is away', advice: 'start it', passes: false };
  for (const view of [
    homeWithoutMemory(trouble),
    homeWithoutMemory(undefined),
    homeRefused({ kind: 'refused', explanation: 'No.' }),
  ]) {
    expect(problems(view)).toEqual([]);
  }
  expect(JSON.stringify(homeWithoutMemory(trouble))).toContain('It is away.');
});
