import { describe, expect, test } from 'vitest';
import { createClient, startSlack } from './start-slack.ts';

const CHANNEL = 'C0DBA';

describe('until', () => {
  test('resolves at once with what is already there', async () => {
    const slack = await startSlack();
    const said = slack.say({ channel: CHANNEL, user: 'U0ALICE', text: 'hi' });
    expect(await slack.until(() => slack.messages(CHANNEL)[0])).toBe(said);
  });

  test('resolves in the very change that brings it about', async () => {
    const slack = await startSlack();
    let looks = 0;
    const found = slack.until(() => {
      looks += 1;
      return slack.messages(CHANNEL).find(({ text }) => text === 'b');
    });
    await createClient(slack).auth.test();
    slack.say({ channel: CHANNEL, user: 'U0ALICE', text: 'a' });
    slack.say({ channel: CHANNEL, user: 'U0ALICE', text: 'b' });
    slack.say({ channel: CHANNEL, user: 'U0ALICE', text: 'c' });
    expect((await found).text).toBe('b');
    expect(looks).toBe(4);
  });

  test('says what it waited for and what happened instead', async () => {
    const slack = await startSlack();
    slack.say({ channel: CHANNEL, user: 'U0ALICE', text: 'something else' });
    const waiting = slack.until(() => undefined, { timeoutMs: 1, what: 'the verdict' });
    await expect(waiting).rejects.toThrow(/the verdict.*message-posted C0DBA .*something else/s);
  });

  test('hands on what the probe throws', async () => {
    const slack = await startSlack();
    const waiting = slack.until(() => {
      if (slack.messages(CHANNEL).length > 0) throw new Error('one too many');
      return undefined;
    });
    const failed = expect(waiting).rejects.toThrow('one too many');
    slack.say({ channel: CHANNEL, user: 'U0ALICE', text: 'x' });
    await failed;
  });

  test('ends when Slack is closed', async () => {
    const slack = await startSlack();
    const failed = expect(slack.until(() => false, { timeoutMs: 60_000 })).rejects.toThrow(
      'closed',
    );
    await slack.close();
    await failed;
  });
});

describe('onChange', () => {
  test('tells each change until it is told to stop', async () => {
    const slack = await startSlack();
    const kinds: string[] = [];
    const stop = slack.onChange(({ kind }) => kinds.push(kind));
    await createClient(slack).chat.postMessage({ channel: CHANNEL, text: 'x' });
    stop();
    slack.say({ channel: CHANNEL, user: 'U0ALICE', text: 'y' });
    expect(kinds).toEqual(['message-posted', 'api-called']);
  });
});
