import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { SimulatedSlackOptions } from '../../../src/sandbox/slack/options.ts';
import { SlackWriter } from '../../../src/slack/api/slack-writer.ts';
import { createWebClient } from '../../../src/slack/api/web-client.ts';
import { section } from '../../../src/slack/messages/blocks.ts';
import { type Message, plainMessage } from '../../../src/slack/messages/message.ts';
import type { ChannelId } from '../../../src/watch/names.ts';
import { channelNamed, userNamed } from '../../names.ts';
import { startBolt } from '../../sandbox/slack/start-bolt.ts';
import { createClock, startSlack } from '../../sandbox/slack/start-slack.ts';

const CHANNEL = channelNamed('C0DBA');
const PLACE = { channel: CHANNEL };
const HELLO: Message = { text: 'Hello in words', blocks: [section('*Hello*')] };
/** Slack takes no empty text. */
const UNFIT: Message = { text: 'Hello in words', blocks: [section('')] };
const DAY = 86_400_000;

async function start(options: SimulatedSlackOptions = {}) {
  const clock = createClock();
  const slack = await startSlack({ limits: false, now: clock.now, ...options });
  const client = createWebClient(slack.botToken, slack.apiUrl, pino({ level: 'silent' }));
  return { slack, clock, writer: new SlackWriter(client), since: clock.now() - 60_000 };
}

describe('a post', () => {
  it('stands in its channel, with blocks, and can be found by its id', async () => {
    const { slack, writer, since } = await start();
    const posted = await writer.post(PLACE, 'w1/card', HELLO);
    const [message] = slack.messages(CHANNEL);
    expect(posted).toEqual({ kind: 'posted', ts: message?.ts, isStray: false });
    expect(message).toMatchObject({ text: HELLO.text, blocks: [{ text: { text: '*Hello*' } }] });
    // Links are not unfolded into previews.
    expect(slack.calls[0]?.args).toMatchObject({ unfurl_links: 'false', unfurl_media: 'false' });
    expect(await writer.find(PLACE, 'w1/card', since)).toEqual({ kind: 'found', ts: message?.ts });
    expect(await writer.find(PLACE, 'w1/alert', since)).toEqual({ kind: 'absent' });
  });

  it('stands in its thread, and is found there', async () => {
    const { slack, writer, since } = await start();
    const parent = slack.say({ channel: CHANNEL, user: userNamed('U0BOB'), text: 'parent' });
    const place = { channel: CHANNEL, threadTs: parent.ts };
    await writer.post(place, 'w1/started', HELLO);
    const [reply] = slack.thread(CHANNEL, parent.ts);
    expect(reply?.text).toBe(HELLO.text);
    expect(await writer.find(place, 'w1/started', since)).toEqual({ kind: 'found', ts: reply?.ts });
    expect(await writer.find(PLACE, 'w1/started', since)).toEqual({ kind: 'absent' });
  });

  it('of which the answer got lost may have been taken, and then is found', async () => {
    const { slack, writer, since } = await start();
    slack.fail({ method: 'chat.postMessage', with: { kind: 'carried-out-then-drop' } });
    expect(await writer.post(PLACE, 'w1/card', HELLO)).toMatchObject({
      kind: 'later',
      taken: 'unknown',
    });
    const [message] = slack.messages(CHANNEL);
    expect(await writer.find(PLACE, 'w1/card', since)).toEqual({ kind: 'found', ts: message?.ts });
  });

  it('that was lost on its way is not there', async () => {
    const { slack, writer, since } = await start();
    slack.fail({ method: 'chat.postMessage', with: { kind: 'drop' } });
    expect(await writer.post(PLACE, 'w1/card', HELLO)).toMatchObject({ taken: 'unknown' });
    expect(await writer.find(PLACE, 'w1/card', since)).toEqual({ kind: 'absent' });
  });

  it('is sent once, whatever goes wrong', async () => {
    const { slack, writer } = await start();
    slack.fail({ method: 'chat.postMessage', with: { kind: 'status', status: 503 } });
    expect(await writer.post(PLACE, 'w1/card', HELLO)).toMatchObject({ error: 'http 503' });
    expect(slack.calls.filter(({ method }) => method === 'chat.postMessage')).toHaveLength(1);
  });

  it('whose blocks Slack refuses can be said plainly', async () => {
    const { slack, writer } = await start();
    expect(await writer.post(PLACE, 'w1/card', UNFIT)).toEqual({
      kind: 'refused',
      error: 'invalid_blocks',
      about: 'content',
    });
    expect(await writer.post(PLACE, 'w1/card', plainMessage(UNFIT))).toMatchObject({
      kind: 'posted',
    });
    expect(slack.messages(CHANNEL)).toMatchObject([{ text: UNFIT.text, blocks: [] }]);
  });

  it('waits as long as Slack says', async () => {
    const { slack, writer } = await start();
    const headers = { 'retry-after': '7' };
    slack.fail({ method: 'chat.postMessage', with: { kind: 'status', status: 429, headers } });
    expect(await writer.post(PLACE, 'w1/card', HELLO)).toEqual({
      kind: 'later',
      cause: 'busy',
      error: 'ratelimited',
      taken: 'no',
      afterMs: 7000,
    });
  });

  const inTwoMinutes = () => new Date(Date.now() + 120_000).toUTCString();
  it.each([
    ['a day', { 'retry-after': '86400' }, 60_000],
    ['nothing', {}, 5000],
    ['a word', { 'retry-after': 'soon' }, 5000],
    ['a date', { 'retry-after': inTwoMinutes() }, 60_000],
    ['a date that is past', { 'retry-after': new Date(0).toUTCString() }, 5000],
  ] as const)(
    'waits for a while where a 429 says %s, and was not taken',
    async (_what, headers, afterMs) => {
      const { slack, writer } = await start();
      slack.fail({ method: 'chat.postMessage', with: { kind: 'status', status: 429, headers } });
      expect(await writer.post(PLACE, 'w1/card', HELLO)).toEqual({
        kind: 'later',
        cause: 'busy',
        error: 'ratelimited',
        taken: 'no',
        afterMs,
      });
    },
  );

  it('to an archived channel is refused', async () => {
    const { slack, writer } = await start();
    slack.changeChannel(CHANNEL, { isArchived: true });
    expect(await writer.post(PLACE, 'w1/card', HELLO)).toEqual({
      kind: 'refused',
      error: 'is_archived',
      about: 'channel',
    });
  });

  it('under a deleted message is known to stand in the channel, where it does', async () => {
    const { slack, writer } = await start();
    const deleted = (replies: number) => {
      const { ts } = slack.say({ channel: CHANNEL, user: 'U0BOB', text: 'parent' });
      for (let count = 0; count < replies; count++) {
        slack.say({ channel: CHANNEL, user: 'U0BOB', text: 'reply', threadTs: ts });
      }
      slack.deleteMessage(CHANNEL, ts);
      return { ...PLACE, threadTs: ts };
    };
    expect(await writer.post(deleted(0), 'n', HELLO)).toMatchObject({ isStray: true });
    // Of one with replies a tombstone is left, and nothing tells it from a message.
    expect(await writer.post(deleted(1), 'n', HELLO)).toMatchObject({ isStray: false });
    expect(slack.messages(CHANNEL)).toHaveLength(1);
  });
});

describe('looking for a post', () => {
  it('goes back over pages of other people’s messages', async () => {
    const { slack, writer, since } = await start();
    await writer.post(PLACE, 'w1/card', HELLO);
    const [{ ts } = { ts: '' }] = slack.messages(CHANNEL);
    for (let count = 0; count < 250; count++) {
      slack.say({ channel: CHANNEL, user: 'U0BOB', text: 'chatter' });
    }
    expect(await writer.find(PLACE, 'w1/card', since)).toEqual({ kind: 'found', ts });
  });

  it('gives up after a while, without a claim that it is not there', async () => {
    const { slack, writer, since } = await start();
    await writer.post(PLACE, 'w1/card', HELLO);
    for (let count = 0; count < 1100; count++) {
      slack.say({ channel: CHANNEL, user: 'U0BOB', text: 'chatter' });
    }
    expect(await writer.find(PLACE, 'w1/card', since)).toEqual({ kind: 'unreadable' });
  });

  it('does not go back further than asked', async () => {
    const { clock, writer } = await start();
    await writer.post(PLACE, 'w1/card', HELLO);
    clock.advance(DAY);
    expect(await writer.find(PLACE, 'w1/card', clock.now() - 1)).toEqual({ kind: 'absent' });
  });

  it('finds what a message tells besides, also what was edited into it', async () => {
    const { writer, since } = await start();
    const tells = { id: 'digest/1', items: ['w1/alert', 'w2/alert'] };
    const posted = await writer.post(PLACE, 'digest/1', { ...HELLO, tells });
    if (posted.kind !== 'posted') throw new Error('It is not posted');
    const entry = { kind: 'entry', ts: posted.ts };
    expect(await writer.find(PLACE, 'w2/alert', since)).toEqual(entry);
    expect(await writer.find(PLACE, 'w3/alert', since)).toEqual({ kind: 'absent' });
    const grown = { ...tells, items: [...tells.items, 'w3/alert'] };
    await writer.edit(CHANNEL, posted.ts, { ...HELLO, tells: grown });
    expect(await writer.find(PLACE, 'w3/alert', since)).toEqual(entry);
    expect(await writer.find(PLACE, 'digest/1', since)).toEqual({ ...entry, kind: 'found' });
  });

  it('reads a time that has ended once for all who look there', async () => {
    const { slack, writer, since, clock } = await start();
    const posted = await writer.post(PLACE, 'w1/card', HELLO);
    const until = clock.now() + 60_000;
    const found = ['w1/card', 'w2/card', 'w3/card'].map((id) =>
      writer.find(PLACE, id, since, until),
    );
    const absent = { kind: 'absent' };
    expect(await Promise.all(found)).toMatchObject([
      { kind: 'found', ts: posted.kind === 'posted' ? posted.ts : '' },
      absent,
      absent,
    ]);
    const reads = slack.calls.filter(({ method }) => method === 'conversations.history');
    expect(reads).toHaveLength(1);
  });

  it('is not misled by another app’s metadata, nor by words', async () => {
    const { slack, writer, since } = await start();
    slack.say({ channel: CHANNEL, user: 'U0BOB', text: 'w1/card' });
    expect(await writer.find(PLACE, 'w1/card', since)).toEqual({ kind: 'absent' });
  });

  it('is not possible in a channel that the bot is not in', async () => {
    const { writer, since } = await start();
    const place = { channel: channelNamed('C0RANDOM') };
    expect(await writer.post(place, 'w1/card', HELLO)).toMatchObject({ kind: 'posted' });
    expect(await writer.find(place, 'w1/card', since)).toEqual({ kind: 'unreadable' });
  });

  it('is not possible without the scope', async () => {
    const { writer, since } = await start({ scopes: ['chat:write'] });
    expect(await writer.find(PLACE, 'w1/card', since)).toEqual({ kind: 'unreadable' });
  });

  it('is tried again later where Slack does not answer', async () => {
    const { slack, writer, since } = await start();
    slack.fail({ method: 'conversations.history', with: { kind: 'drop' } });
    expect(await writer.find(PLACE, 'w1/card', since)).toMatchObject({ kind: 'later' });
  });
});

describe('an edit', () => {
  async function startWithPost() {
    const world = await start();
    const posted = await world.writer.post(PLACE, 'w1/card', HELLO);
    if (posted.kind !== 'posted') throw new Error('Nothing was posted');
    return { ...world, ts: posted.ts };
  }

  it('changes what the message shows and says', async () => {
    const { slack, writer, ts } = await startWithPost();
    const next: Message = { text: 'Bye in words', blocks: [section('*Bye*')] };
    expect(await writer.edit(CHANNEL, ts, next)).toEqual({ kind: 'edited' });
    expect(slack.message(CHANNEL, ts)).toMatchObject({
      text: 'Bye in words',
      blocks: [{ text: { text: '*Bye*' } }],
    });
  });

  it('whose blocks Slack refuses can show its sentence plainly, and not the old blocks', async () => {
    const { slack, writer, ts } = await startWithPost();
    const unfit = { ...UNFIT, text: 'Bye' };
    expect(await writer.edit(CHANNEL, ts, unfit)).toMatchObject({ about: 'content' });
    expect(await writer.edit(CHANNEL, ts, plainMessage(unfit))).toEqual({ kind: 'edited' });
    expect(slack.message(CHANNEL, ts)).toMatchObject({ text: 'Bye', blocks: [] });
  });

  it('leaves a message findable', async () => {
    const { writer, ts, since } = await startWithPost();
    await writer.edit(CHANNEL, ts, HELLO);
    expect(await writer.find(PLACE, 'w1/card', since)).toEqual({ kind: 'found', ts });
  });

  it('of a deleted message is refused for good', async () => {
    const { slack, writer, ts } = await startWithPost();
    slack.deleteMessage(CHANNEL, ts);
    expect(await writer.edit(CHANNEL, ts, HELLO)).toEqual({
      kind: 'refused',
      error: 'message_not_found',
      about: 'message',
    });
  });

  it('waits as long as Slack says', async () => {
    const { slack, writer, ts } = await startWithPost();
    const headers = { 'retry-after': '30' };
    slack.fail({ method: 'chat.update', with: { kind: 'status', status: 429, headers } });
    expect(await writer.edit(CHANNEL, ts, HELLO)).toMatchObject({ kind: 'later', afterMs: 30_000 });
  });
});

describe('a whisper', () => {
  const BOB = { channel: CHANNEL, user: userNamed('U0BOB') };

  async function startWithCommand(channel: ChannelId) {
    const world = await start();
    await startBolt(world.slack, 'http', (app) => {
      app.command('/mysqlop', async ({ ack }) => await ack());
    });
    const { responseUrl } = await world.slack.command({ channel, user: 'U0BOB', text: 'help' });
    return { ...world, to: { channel, user: userNamed('U0BOB'), responseUrl } };
  }

  it('is read by one person alone', async () => {
    const { slack, writer } = await start();
    expect(await writer.whisper(BOB, HELLO)).toEqual({ kind: 'whispered' });
    expect(slack.ephemerals(CHANNEL, 'U0BOB')).toMatchObject([{ text: HELLO.text, origin: 'api' }]);
    expect(slack.ephemerals(CHANNEL, 'U0ALICE')).toEqual([]);
    expect(slack.messages(CHANNEL)).toEqual([]);
  });

  it('reaches people where the bot is no member, by the address of their command', async () => {
    const { slack, writer, to } = await startWithCommand(channelNamed('G0SECRET'));
    expect(await writer.whisper(to, HELLO)).toEqual({ kind: 'whispered' });
    expect(slack.ephemerals('G0SECRET', 'U0BOB')).toMatchObject([
      { text: HELLO.text, origin: 'response-url' },
    ]);
  });

  it('is said once', async () => {
    const { slack, writer, to } = await startWithCommand(CHANNEL);
    await writer.whisper(to, HELLO);
    expect(slack.ephemerals(CHANNEL, 'U0BOB')).toHaveLength(1);
  });

  it('takes the other way when that address has run out', async () => {
    const { slack, clock, writer, to } = await startWithCommand(CHANNEL);
    clock.advance(31 * 60_000);
    expect(await writer.whisper(to, HELLO)).toEqual({ kind: 'whispered' });
    expect(slack.ephemerals(CHANNEL, 'U0BOB')).toMatchObject([{ origin: 'api' }]);
  });

  it('goes to no other host, whatever a record says', async () => {
    const { slack, writer } = await start();
    let asked = 0;
    const other = createServer((_request, response) => {
      asked += 1;
      response.end('ok');
    });
    other.listen(0, 'localhost');
    await once(other, 'listening');
    onTestFinished(() => void other.close());
    const { port } = other.address() as AddressInfo;
    for (const responseUrl of [`http://localhost:${port}/`, 'https://slack.com.example/', 'x']) {
      await writer.whisper({ ...BOB, responseUrl }, HELLO);
    }
    expect(asked).toBe(0);
    expect(slack.ephemerals(CHANNEL, 'U0BOB')).toHaveLength(3);
  });

  it('says why it reached nobody', async () => {
    const { writer } = await start();
    expect(
      await writer.whisper({ channel: channelNamed('C0RANDOM'), user: userNamed('U0BOB') }, HELLO),
    ).toEqual({
      kind: 'refused',
      error: 'not_in_channel',
      about: 'channel',
    });
  });
});

describe('a picture', () => {
  const PICTURE: Message = {
    text: 'How it went',
    blocks: [],
    picture: { title: 'How it went', png: new Uint8Array([137, 80, 78, 71, 0, 255]) },
  };

  async function startInThread(options: SimulatedSlackOptions = {}) {
    const started = await start(options);
    const { ts } = started.slack.say({ channel: CHANNEL, user: userNamed('U0BOB'), text: 'x' });
    return { ...started, ts, place: { channel: CHANNEL, threadTs: ts } };
  }

  it('stands in its thread as it was made, and is found there by its id', async () => {
    const { slack, writer, since, place, ts } = await startInThread();
    expect(await writer.post(place, 'w1-1/C0DBA-1/chart', PICTURE)).toMatchObject({
      kind: 'posted',
    });
    const [reply] = slack.thread(CHANNEL, ts);
    const [file] = reply?.files ?? [];
    expect(file).toMatchObject({ title: 'How it went', alt_txt: 'How it went' });
    expect(slack.file(String(file?.['id']))?.bytes).toEqual(Buffer.from([137, 80, 78, 71, 0, 255]));
    const found = { kind: 'found', ts: reply?.ts };
    expect(await writer.find(place, 'w1-1/C0DBA-1/chart', since)).toEqual(found);
    expect(await writer.find(place, 'w1-1/C0DBA-2/chart', since)).toEqual({ kind: 'absent' });

    // Not every operation is named by a GUID.
    const id = 's1/eastus/backup_of_may-1/C0DBA-1/chart';
    await writer.post(place, id, PICTURE);
    expect(await writer.find(place, id, since)).toMatchObject({ kind: 'found' });
  });

  it('that was lost before its last step was surely not shown', async () => {
    const { slack, writer, place, ts } = await startInThread();
    slack.fail({ method: 'files.getUploadURLExternal', with: { kind: 'carried-out-then-drop' } });
    expect(await writer.post(place, 'w1/chart', PICTURE)).toMatchObject({
      kind: 'later',
      taken: 'no',
    });
    expect(slack.thread(CHANNEL, ts)).toEqual([]);
  });

  it('is not tried for a while where the scope for it lacks', async () => {
    const { writer, place } = await startInThread({ scopes: ['chat:write'] });
    expect(writer.mayUpload()).toBe(true);
    expect(await writer.post(place, 'w1/chart', PICTURE)).toEqual({
      kind: 'refused',
      error: 'missing_scope',
      about: 'channel',
    });
    expect(writer.mayUpload()).toBe(false);
  });

  it('goes to nobody but Slack', async () => {
    const { slack, writer, place, ts } = await startInThread();
    let calls = 0;
    const elsewhere = createServer((_request, response) => {
      calls += 1;
      response.end('OK');
    });
    elsewhere.listen(0, 'localhost');
    await once(elsewhere, 'listening');
    onTestFinished(() => void elsewhere.close());
    const { port } = elsewhere.address() as AddressInfo;
    const answer = { ok: true, upload_url: `http://localhost:${port}/`, file_id: 'F1' };
    slack.fail({
      method: 'files.getUploadURLExternal',
      with: { kind: 'status', status: 200, body: JSON.stringify(answer) },
    });
    expect(await writer.post(place, 'w1/chart', PICTURE)).toMatchObject({
      kind: 'later',
      taken: 'no',
    });
    expect([calls, slack.thread(CHANNEL, ts)]).toEqual([0, []]);
  });
});
