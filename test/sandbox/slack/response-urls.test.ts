import { describe, expect, test } from 'vitest';
import { long, plain, section, times } from './block-shapes.ts';
import { startBolt } from './start-bolt.ts';
import { createClock, startSlack } from './start-slack.ts';

const CHANNEL = 'C0DBA';

async function runCommand() {
  const clock = createClock();
  const slack = await startSlack({ now: clock.now });
  await startBolt(slack, 'http', (app) => {
    app.command('/mysqlop', ({ ack }) => ack());
  });
  const { responseUrl } = await slack.command({ channel: CHANNEL, user: 'U0ALICE', text: '' });
  const respond = async (payload: unknown) => {
    const response = await fetch(responseUrl, { method: 'POST', body: JSON.stringify(payload) });
    return { status: response.status, body: await response.text() };
  };
  return { slack, clock, respond };
}

const MINUTES_30 = 30 * 60_000;

describe('a response_url', () => {
  test('shows answers to the asker alone, where nothing else is said', async () => {
    const { slack, respond } = await runCommand();
    expect(await respond({ text: 'hi' })).toEqual({ status: 200, body: 'ok' });
    expect(slack.ephemerals(CHANNEL, 'U0ALICE')).toMatchObject([{ text: 'hi' }]);
    expect(slack.messages(CHANNEL)).toEqual([]);
    expect(slack.calls.at(-1)).toMatchObject({ method: 'response_url', outcome: { kind: 'ok' } });
  });

  test('posts for all, pinging whom it mentions', async () => {
    const { slack, respond } = await runCommand();
    await respond({ response_type: 'in_channel', text: '<!here> look' });
    expect(slack.messages(CHANNEL)).toMatchObject([{ text: '<!here> look' }]);
    expect(slack.pings).toMatchObject([{ mention: '<!here>' }]);
  });

  test('replaces and deletes what it showed last', async () => {
    const { slack, respond } = await runCommand();
    await respond({ text: 'one' });
    await respond({ text: 'two', replace_original: true });
    expect(slack.ephemerals(CHANNEL, 'U0ALICE')).toMatchObject([{ text: 'two' }]);
    await respond({ delete_original: true });
    expect(slack.ephemerals(CHANNEL, 'U0ALICE')).toEqual([]);
  });

  test('takes more blocks than a message may have', async () => {
    const { respond } = await runCommand();
    const blocks = times(10, () => section({ text: plain(long(2000)) }));
    expect(await respond({ text: 'x', blocks })).toEqual({ status: 200, body: 'ok' });
  });

  test('is good for five uses', async () => {
    const { slack, respond } = await runCommand();
    for (let i = 0; i < 5; i += 1) expect((await respond({ text: 'x' })).status).toBe(200);
    const sixth = await respond({ text: 'x' });
    expect(sixth.status).toBe(404);
    expect(sixth.body).toContain('used_url');
    expect(slack.ephemerals(CHANNEL, 'U0ALICE')).toHaveLength(5);
  });

  test('is good for 30 minutes', async () => {
    const { clock, respond } = await runCommand();
    clock.advance(MINUTES_30);
    expect((await respond({ text: 'x' })).status).toBe(200);
    clock.advance(1);
    const late = await respond({ text: 'x' });
    expect(late.status).toBe(404);
    expect(late.body).toContain('expired_url');
  });

  test.each([
    ['nothing to show', {}, 'no_text'],
    ['a bad block', { text: 'x', blocks: [{ type: 'progress' }] }, 'invalid_blocks'],
    ['an unknown response type', { text: 'x', response_type: 'loud' }, 'invalid_payload'],
    ['no object', 'words', 'invalid_payload'],
  ])('refuses %s', async (_what, payload, error) => {
    const { slack, respond } = await runCommand();
    const refused = await respond(payload);
    expect(refused.status).toBe(400);
    expect(refused.body).toContain(error);
    expect(slack.ephemerals(CHANNEL, 'U0ALICE')).toEqual([]);
  });

  test('is a secret', async () => {
    const { slack } = await runCommand();
    const guess = slack.apiUrl.replace('/api/', '/response/guess');
    const response = await fetch(guess, { method: 'POST', body: '{"text":"x"}' });
    expect(response.status).toBe(404);
  });

  test('can be made to fail', async () => {
    const { slack, respond } = await runCommand();
    slack.fail({ method: 'response_url', with: { kind: 'status', status: 500 } });
    expect((await respond({ text: 'x' })).status).toBe(500);
    expect(slack.ephemerals(CHANNEL, 'U0ALICE')).toEqual([]);
    slack.fail({ method: 'response_url', with: { kind: 'carried-out-then-drop' } });
    await expect(respond({ text: 'x' })).rejects.toThrow();
    expect(slack.ephemerals(CHANNEL, 'U0ALICE')).toHaveLength(1);
  });
});
