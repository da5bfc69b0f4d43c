import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ALICE, BOB, DBA, startTestWorld, type TestWorld } from './start-test-world.ts';

const ID = 'aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee';

describe.each(['socket', 'http'] as const)('who writes to the bot itself, over %s', (entrance) => {
  let world: TestWorld;
  let conversation: string;
  beforeAll(async () => {
    world = await startTestWorld(entrance, { ALLOWED_USERS: ALICE });
    conversation = world.slack.directMessages(ALICE).id;
  });
  afterAll(async () => {
    await world.stop();
  });

  const said = (channel: string) => world.slack.messages(channel).map(({ text }) => text);

  /** All that is said after somebody has written something; the bot's answer is the last. */
  async function answerTo(text: string): Promise<string> {
    const before = said(conversation).length;
    world.slack.say({ channel: conversation, user: ALICE, text });
    await world.slack.until(() => said(conversation).length >= before + 2);
    return said(conversation).at(-1) ?? '';
  }

  test('is told the command', async () => {
    expect(await answerTo('hello')).toMatch(/`\/mysqlop watch &lt;operation&gt;`/);
  });

  test('is told the command that was probably meant, and nothing of a signature', async () => {
    expect(await answerTo(`watch ${ID} in West Europe`)).toContain(
      `Did you mean \`/mysqlop watch ${ID} in West Europe\`?`,
    );
    const { asyncOperationUrl, operationId } = world.azure.operation({
      script: () => ({ kind: 'hang' }),
    });
    const answer = await answerTo(
      `please look at\n<${asyncOperationUrl.replaceAll('&', '&amp;')}>`,
    );
    expect(answer).toMatch(new RegExp(`/mysqlop watch http.*${operationId}\``));
    expect(answer).not.toContain('?api-version');
    expect(world.printed()).not.toContain('please look');
  });

  test('is answered once, in the thread where it was written', async () => {
    const parent = world.slack.say({ channel: conversation, user: ALICE, text: 'hello' });
    await world.slack.until(() => said(conversation).at(-1)?.startsWith('👋'));
    const threadTs = parent.ts;
    world.slack.say({ channel: conversation, user: ALICE, text: 'hello?', threadTs });
    await world.slack.until(() => world.slack.thread(conversation, threadTs).length === 2);
    await world.slack.redeliver();
    await answerTo('and again');
    expect(world.slack.thread(conversation, threadTs)).toHaveLength(2);
  });

  test('is refused like a command where they may not use it', async () => {
    const { id } = world.slack.directMessages(BOB);
    world.slack.say({ channel: id, user: BOB, text: 'hello' });
    await world.slack.until(() => said(id).length === 2);
    expect(said(id)[1]).toContain('not on the list of people');
  });

  test('is not told anything about what was edited or deleted', async () => {
    const { ts } = world.slack.say({ channel: conversation, user: ALICE, text: 'helo' });
    await world.slack.until(() => said(conversation).at(-1)?.startsWith('👋'));
    const before = said(conversation).length;
    world.slack.deleteMessage(conversation, ts);
    await answerTo('hello');
    expect(said(conversation)).toHaveLength(before - 1 + 2);
  });

  test('is the only one who is answered: no channel, no bot, not itself', async () => {
    world.slack.say({ channel: DBA, user: ALICE, text: 'hello' });
    world.slack.postedEarlier({ channel: conversation, text: 'I am a bot', blocks: [] });
    const before = said(conversation).length;
    await answerTo('hello');
    expect(said(conversation)).toHaveLength(before + 2);
    expect(said(DBA)).toEqual(['hello']);
  });
});

test('an edit is none of what is answered', async () => {
  const world = await startTestWorld('http');
  const { id } = world.slack.directMessages(ALICE);
  world.slack.say({ channel: id, user: ALICE, text: 'hello' });
  await world.slack.until(() => world.slack.messages(id).length === 2);
  const payload = world.slack.lastEnvelope?.payload;
  const event = { type: 'message', channel: id, channel_type: 'im', ts: '1.1', user: ALICE };
  for (const more of [
    { subtype: 'message_changed', message: { user: ALICE, text: 'hello' } },
    { subtype: 'bot_message', text: 'hello' },
    { bot_id: 'B0OTHER', text: 'hello' },
    { channel_type: 'channel', text: 'hello' },
  ]) {
    const body = JSON.stringify({
      ...payload,
      event_id: `Ev${JSON.stringify(more).length}`,
      event: { ...event, ...more },
    });
    const reply = await world.slack.deliver({ body, contentType: 'application/json' });
    expect(reply.status).toBe(200);
  }
  world.slack.say({ channel: id, user: ALICE, text: 'again' });
  await world.slack.until(() => world.slack.messages(id).length >= 4);
  expect(world.slack.messages(id)).toHaveLength(4);
  await world.stop();
});
