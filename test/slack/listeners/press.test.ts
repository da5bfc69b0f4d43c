import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { App } from '@slack/bolt';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { AcknowledgeAnswer, Taken } from '../../../src/asking/acknowledge.ts';
import type { Asking } from '../../../src/asking/asking.ts';
import { SlackWriter } from '../../../src/slack/api/slack-writer.ts';
import { createWebClient } from '../../../src/slack/api/web-client.ts';
import { cardMenuChosen } from '../../../src/slack/listeners/actions/card-menu-chosen.ts';
import { carePressed } from '../../../src/slack/listeners/actions/care-pressed.ts';
import { listTurned } from '../../../src/slack/listeners/actions/list-turned.ts';
import { refreshPressed } from '../../../src/slack/listeners/actions/refresh-pressed.ts';
import { stopPressed } from '../../../src/slack/listeners/actions/stop-pressed.ts';
import { tellMePressed } from '../../../src/slack/listeners/actions/tell-me-pressed.ts';
import { watchAgainPressed } from '../../../src/slack/listeners/actions/watch-again-pressed.ts';
import { createGatekeeper } from '../../../src/slack/listeners/gatekeeper.ts';
import { channelNamed, teamNamed } from '../../names.ts';

const DBA = channelNamed('C0DBA');
const ONCALL = channelNamed('C0ONCALL');
const ALICE = { channel: DBA, user: 'U0ALICE' };

let server: Server;
let responseUrl: string;
/** What the presser alone was told. */
let told: string[];
beforeAll(async () => {
  server = createServer(async (request, response) => {
    told.push(await text(request));
    response.end('ok');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  responseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});
beforeEach(() => {
  told = [];
});
afterAll(() => {
  server.close();
});

/** People's hands on our buttons, through the real Bolt; `answer` is what each press comes to. */
function startPressing(answer: Exclude<AcknowledgeAnswer, Taken> = { kind: 'acknowledged' }) {
  const done: (readonly unknown[])[] = [];
  const entries: Readonly<Record<string, unknown>>[] = [];
  const log = pino({}, { write: (line) => entries.push(JSON.parse(line)) });
  const triggers = new Set<string>();

  const refused = { kind: 'refused', explanation: 'No button asks for that.' } as const;
  const carriedOut = async <Given>(verb: string, given: unknown[], usual: Given) => {
    done.push([verb, ...given]);
    return answer.kind === 'acknowledged' ? usual : answer;
  };
  const noAnswer = { kind: 'no-answer', why: undefined } as const;
  const asking: Asking = {
    watch: async () => refused,
    status: async () => refused,
    stop: async () => refused,
    watchSeenBy: async () => refused,
    watchesSeenIn: async () => [],
    turnedAway: async (...given) => void done.push(['turned away', ...given]),
    defaults: async () => refused,
    support: async (...given) => {
      done.push(['support', ...given]);
      return refused;
    },
    formChoices: async () => ({
      ownLocations: [],
      otherLocations: [],
      subscriptions: [],
      defaults: {},
    }),
    operationMeant: () => refused,
    findInText: () => ({ operations: [], refusal: undefined }),
    home: async () => await Promise.reject(new Error('No button asks for that.')),
    doctor: async () => ({ kind: 'diagnosis', here: [], whole: undefined }),
    history: async () => Promise.reject(new Error('No button asks for that.')),
    list: async (_asker, wish) => {
      done.push(['list', wish]);
      return { kind: 'list', ...wish, pages: 3, odd: 0, watches: [], total: 0 };
    },
    quiet: async () => refused,
    audit: async () => refused,
    quietCard: async (...given) => await carriedOut('quiet', given, noAnswer),
    tellAtEnd: async (...given) => await carriedOut('tell me', given, noAnswer),
    stopWatch: async (...given) => await carriedOut('stop', given, noAnswer),
    watchAgain: async (...given) => await carriedOut('watch again', given, noAnswer),
    refresh: (...given) => carriedOut('refresh', given, { kind: 'refreshing' } as const),
    acknowledge: (...given) => carriedOut('acknowledge', given, { kind: 'acknowledged' } as const),
  };
  const client = createWebClient('xoxb-test', responseUrl, log);
  const dependencies = {
    asking,
    writer: new SlackWriter(client),
    removeKnown: (text: string) => text,
    requests: {
      begin: async (trigger: string) => !triggers.has(trigger) && Boolean(triggers.add(trigger)),
      finish: async () => undefined,
    },
    gatekeeper: createGatekeeper({
      channels: [DBA],
      users: undefined,
      teams: () => [teamNamed('T0TEAM')],
    }),
    homes: { opened: async () => undefined, show: async () => true },
    trouble: () => undefined,
    now: Date.now,
    log,
  };
  const receiver = {
    init: () => undefined,
    start: async () => undefined,
    stop: async () => undefined,
  };
  const app = new App({
    receiver,
    authorize: async () => ({ botToken: 'xoxb-test' }),
    convoStore: false,
  });
  app.action('refresh', refreshPressed(dependencies));
  app.action('stop', stopPressed(dependencies));
  app.action('tell-me', tellMePressed(dependencies));
  app.action('card-menu', cardMenuChosen(dependencies));
  app.action('watch-again', watchAgainPressed(dependencies));
  app.action('acknowledge', carePressed({ kind: 'acknowledge' }, dependencies));
  app.action(/^list-/, listTurned(dependencies));

  async function press(
    actionId: string,
    value: string,
    { channel = DBA, trigger = 't-1', home = 'T0TEAM' } = {},
  ) {
    const body = {
      type: 'block_actions',
      team: { id: 'T0TEAM', domain: 'test' },
      user: { id: ALICE.user, team_id: home },
      channel: { id: channel, name: 'channel' },
      trigger_id: trigger,
      response_url: responseUrl,
      actions: [
        actionId === 'card-menu'
          ? { type: 'overflow', action_id: actionId, block_id: 'b', selected_option: { value } }
          : { type: 'button', action_id: actionId, block_id: 'b', value },
      ],
    };
    let isAcknowledged = false;
    const ack = async () => {
      isAcknowledged = true;
    };
    await app.processEvent({ body, ack });
    expect(isAcknowledged).toBe(true);
  }

  const logged = () =>
    entries.map(({ level, time, pid, hostname, event, channel, user, ...fields }) => fields);
  return { press, done, logged };
}

describe('a press', () => {
  test.each([
    ['refresh', 'refresh', [ALICE, 'w-1']],
    ['stop', 'stop', [ALICE, 'w-1']],
    ['tell-me', 'tell me', [ALICE, 'w-1']],
    ['watch-again', 'watch again', [ALICE, 'w-1']],
    [
      'acknowledge',
      'acknowledge',
      [ALICE, { name: 'w-1', seenAt: 0, verb: { kind: 'acknowledge' } }],
    ],
  ])('of %s asks for it', async (button, verb, given) => {
    const { press, done } = startPressing();
    await press(button, 'w-1');
    expect(done).toEqual([[verb, ...given]]);
  });

  test('that was delivered twice is carried out once, and tells nobody', async () => {
    const { press, done } = startPressing();
    await press('refresh', 'w-1');
    await press('refresh', 'w-1');
    await press('refresh', 'w-1', { trigger: 't-2' });
    expect(done).toHaveLength(2);
    expect(told).toEqual([]);
  });

  test.each(['forgotten', 'no-answer', 'uncertain'] as const)(
    'that comes to %s is answered to the presser alone, beside the message',
    async (kind) => {
      const { press } = startPressing({
        kind,
        explanation: 'Not now.',
        mark: 'Gone.',
        why: undefined,
      });
      await press('acknowledge', 'alert/w-1');
      expect(told.map((each) => JSON.parse(each))).toMatchObject([
        { response_type: 'ephemeral', replace_original: false },
      ]);
    },
  );

  test('is refused where commands are not taken, but for an acknowledgement', async () => {
    const { press, done } = startPressing();
    await press('refresh', 'w-1', { channel: ONCALL });
    expect(done.splice(0)).toEqual([
      ['turned away', { ...ALICE, channel: ONCALL }, 'refresh', 'w-1'],
    ]);
    expect(told).toMatchObject([expect.stringContaining('not to be used in this channel')]);
    await press('acknowledge', 'alert/w-1', { channel: ONCALL });
    expect(done).toHaveLength(1);
  });
});

describe('what is chosen in a card’s menu', () => {
  test.each([
    ['notes-off/w-1', true],
    ['notes-on/w-1', false],
  ])('is done: %s', async (value, isQuiet) => {
    const { press, done } = startPressing();
    await press('card-menu', value);
    expect(done).toEqual([['quiet', ALICE, 'w-1', isQuiet]]);
  });

  test('is answered to who asked alone, where it is to be copied', async () => {
    const { press, done } = startPressing();
    await press('card-menu', 'support/w-1');
    expect(done).toEqual([['support', ALICE, 'w-1']]);
    expect(told).toMatchObject([expect.stringContaining('No button asks for that.')]);
  });

  test('is left to Slack where it opens a page', async () => {
    const { press, done } = startPressing();
    await press('card-menu', 'portal/w-1');
    expect([...done, ...told]).toEqual([]);
  });

  test.each(['', 'notes-off', 'notes-off/', 'sing/w-1', 'notes-off/w-1/x'])(
    'is nothing that is not ours: %j',
    async (value) => {
      const { press, done } = startPressing();
      await press('card-menu', value);
      expect(done).toEqual([]);
    },
  );

  test('is refused to people of other organisations', async () => {
    const { press, done } = startPressing();
    await press('card-menu', 'notes-off/w-1', { home: 'T0ELSEWHERE' });
    expect(done).toEqual([['turned away', ALICE, 'card-menu', 'w-1']]);
    expect(told).toMatchObject([expect.stringContaining('people of my own workspace')]);
  });
});

describe('a list that is turned', () => {
  test('shows the other page in its place', async () => {
    const { press, done } = startPressing();
    await press('list-next', 'mine/2');
    expect(done).toEqual([['list', { scope: 'mine', page: 2 }]]);
    expect(told.map((each) => JSON.parse(each))).toMatchObject([
      { response_type: 'ephemeral', replace_original: true },
    ]);
  });

  test('stays where the presser may not ask, or the button is not ours', async () => {
    const { press, done } = startPressing();
    await press('list-next', 'mine/2', { channel: ONCALL });
    await press('list-next', 'theirs/2');
    expect(done).toEqual([]);
    expect(told.map((each) => JSON.parse(each))).toMatchObject([{ replace_original: false }]);
  });
});

describe('a press by somebody of another organisation, in a shared channel', () => {
  test.each(['refresh', 'stop', 'tell-me', 'watch-again', 'acknowledge'])(
    'of %s is refused, and that is noted',
    async (button) => {
      const { press, done } = startPressing();
      await press(button, 'w-1', { home: 'T0ELSEWHERE' });
      expect(done).toEqual([['turned away', ALICE, button, 'w-1']]);
      expect(told).toMatchObject([expect.stringContaining('people of my own workspace')]);
    },
  );
});

describe('the log of a press', () => {
  test.each([
    ['refresh', 'w-1', { watch: 'w-1' }],
    ['card-menu', 'notes-on/w-1', { watch: 'w-1', choice: 'notes-on' }],
    ['acknowledge', 'alert/w-1@0', { message: 'alert/w-1', watch: 'w-1' }],
    ['acknowledge', 'digest/failures/7', { message: 'digest/failures/7' }],
  ])('of %s with %s names what it is', async (button, value, names) => {
    const { press, logged } = startPressing();
    await press(button, value);
    expect(logged()).toEqual([{ ...names, button, answer: expect.any(String) }]);
  });
});
