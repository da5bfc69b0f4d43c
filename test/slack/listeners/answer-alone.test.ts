import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { manifestScopes } from '../../../src/sandbox/manifest-scopes.ts';
import type { Fault } from '../../../src/sandbox/slack/faults.ts';
import type { SimulatedSlack } from '../../../src/sandbox/slack/simulated-slack.ts';
import { SlackWriter } from '../../../src/slack/api/slack-writer.ts';
import { createWebClient } from '../../../src/slack/api/web-client.ts';
import { answerAlone } from '../../../src/slack/listeners/answer-alone.ts';
import { section } from '../../../src/slack/messages/blocks.ts';
import { channelNamed, userNamed } from '../../names.ts';
import { startBolt } from '../../sandbox/slack/start-bolt.ts';
import { startSlack } from '../../sandbox/slack/start-slack.ts';

const ALICE = userNamed('U0ALICE');
const WITH_ALICE = 'D0ALICE';
/** The bot is in the one, and not in the other. */
const [INSIDE, OUTSIDE] = [channelNamed('C0DBA'), channelNamed('C0RANDOM')];
const ANSWER = { text: 'Here it is.', blocks: [section('*Here* it is.')] };
const LOST: Fault = { kind: 'carried-out-then-drop' };

const refusing = (error: string, status = 404): Fault => ({
  kind: 'status',
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ ok: false, error }),
});

/** Alice has given a command, which Bolt has acknowledged; the answer comes now. */
async function start(channel = INSIDE) {
  const slack = await startSlack({ limits: false, scopes: manifestScopes() });
  await startBolt(slack, 'http', (app) => app.command('/mysqlop', async ({ ack }) => await ack()));
  const { responseUrl, triggerId } = await slack.command({ channel, user: ALICE, text: 'status' });
  const entries: Readonly<Record<string, unknown>>[] = [];
  const log = pino({ base: null }, { write: (line) => entries.push(JSON.parse(line)) });
  const writer = new SlackWriter(createWebClient(slack.botToken, slack.apiUrl, log));
  return {
    slack,
    events: () => entries.flatMap(({ event }) => event ?? []),
    fail: (method: string, fault: Fault, times = 1) => slack.fail({ method, times, with: fault }),
    answer: () =>
      answerAlone(
        { channel, user: ALICE, responseUrl, triggerId },
        ANSWER,
        { writer, log },
        [1, 1, 1],
      ),
    shown: () => textsOf(slack.ephemerals(channel, ALICE)),
    sent: () => textsOf(slack.messages(WITH_ALICE)),
  };
}

function textsOf(messages: readonly { readonly text: string }[]): readonly string[] {
  return messages.map(({ text }) => text).filter((text) => text.includes(ANSWER.text));
}

describe('an answer to one person', () => {
  it('goes through the response_url, where it shows once', async () => {
    const { slack, answer, shown, sent } = await start();
    await answer();
    expect(shown()).toEqual([ANSWER.text]);
    expect(sent()).toEqual([]);
    expect(callsOf(slack)).not.toContain('chat.postEphemeral');
  });

  it.each<[string, Fault]>([
    ['has run out', refusing('expired_url')],
    ['was used too often', refusing('used_url')],
    ['is not known', { kind: 'status', status: 404, body: 'no_such_url' }],
    ['is out of order', { kind: 'status', status: 500 }],
    ['is asked for too often', { kind: 'status', status: 429, headers: { 'retry-after': '1' } }],
    ['breaks', { kind: 'drop' }],
    ['answers with a proxy’s page', { kind: 'garbage', body: 'html' }],
  ])('where that %s, is shown where it was asked for', async (_why, fault) => {
    const { fail, answer, shown, sent } = await start();
    fail('response_url', fault);
    await answer();
    expect(shown()).toEqual([ANSWER.text]);
    expect(sent()).toEqual([]);
  });

  it('that may have been shown is shown once more, and sent nowhere else', async () => {
    const { fail, answer, shown, sent } = await start();
    fail('response_url', LOST);
    fail('chat.postEphemeral', LOST);
    await answer();
    expect(shown().length).toBeGreaterThanOrEqual(2);
    expect(sent()).toEqual([]);
  });

  it('where nothing can be shown, is sent to who asked, and says why', async () => {
    const { fail, answer, shown, sent, events } = await start(OUTSIDE);
    fail('response_url', refusing('used_url'));
    await answer();
    expect(shown()).toEqual([]);
    expect(sent()).toEqual([
      `${ANSWER.text} You asked in <#${OUTSIDE}>, and I could not answer there.`,
    ]);
    expect(events()).toEqual(['slack.answer_refused']);
  });

  it('is sent once where the answer to that is lost', async () => {
    const { fail, answer, sent } = await start(OUTSIDE);
    fail('response_url', refusing('used_url'));
    fail('chat.postMessage', LOST);
    await answer();
    expect(sent()).toHaveLength(1);
  });

  it('waits until Slack takes it', async () => {
    const { fail, answer, shown } = await start();
    fail('response_url', refusing('used_url'), 5);
    fail('chat.postEphemeral', { kind: 'error', error: 'internal_error' }, 2);
    await answer();
    expect(shown()).toEqual([ANSWER.text]);
  });

  it('of which nobody can be told is named in the log', async () => {
    const { fail, answer, events } = await start(OUTSIDE);
    fail('response_url', refusing('used_url'));
    fail('conversations.open', { kind: 'error', error: 'user_disabled' });
    await answer();
    expect(events()).toEqual(['slack.answer_refused', 'slack.answer_lost']);
  });
});

function callsOf({ calls }: SimulatedSlack): readonly string[] {
  return calls.map(({ method }) => method);
}
