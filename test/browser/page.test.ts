import { expect, test } from 'vitest';
import { SLACKBOT } from '../../src/sandbox/page/protocol.ts';
import { describeInBrowser } from './browser.ts';
import { useFixturePage } from './fixture-page.ts';
import { botMessage, quietState, section } from './fixture-state.ts';

const HOSTILE = [
  '<img src=x onerror=alert(1)> <script>alert(1)</script> &lt;b&gt;bold?&lt;/b&gt;',
  '<javascript:alert(1)|click me> <!channel> <!subteam^S0DBAS> *not closed _at all `nor this',
  '<https://example.com/?a=1&amp;b="onmouseover=alert(1)|*label*>',
].join('\n');

describeInBrowser('messages and what is written', () => {
  const own = useFixturePage();

  test('shows hostile text as text', async () => {
    const hostile = botMessage(1, { blocks: [section(HOSTILE)] });
    const page = await own.open('', quietState({ messages: [hostile] }));
    const text = await page.locator('.message-body').textContent();
    expect(text).toContain('<img src=x onerror=alert(1)> <script>alert(1)</script> <b>bold?</b>');
    expect(text).toContain('<javascript:alert(1)|click me>');
    expect(text).toContain('*not closed _at all `nor this');
    expect(await page.locator('.message img, .message script').count()).toBe(0);
    const link = page.locator('.message-body a');
    expect(await link.count()).toBe(1);
    expect(await link.getAttribute('rel')).toBe('noreferrer');
    expect(await link.getAttribute('target')).toBe('_blank');
  });

  test('shows a picture that was uploaded, with its title', async () => {
    // One pixel.
    const url =
      'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
    const title = 'nightly export: 0 → 100 % in 41 min';
    const message = botMessage(1, { text: '', pictures: [{ title, url }] });
    const page = await own.open('', quietState({ messages: [message] }));
    const picture = page.getByRole('img', { name: title });
    await picture.waitFor();
    await expect
      .poll(() =>
        picture.evaluate((node) => node.getAttribute('src') && Reflect.get(node, 'naturalWidth')),
      )
      .toBe(1);
    await page.getByText(title).waitFor();
  });

  test('says what could not be done where the visitor looks', async () => {
    own.fixture.answer = () => ({ problem: '/mysqlop failed with the error "dispatch_failed"' });
    const page = await own.open();
    const field = page.getByRole('textbox', { name: 'Message #dba' });
    await field.fill('/mysqlop list');
    await field.press('Enter');
    await page.getByText('dispatch_failed').waitFor();
    expect(await field.inputValue()).toBe('/mysqlop list');
    await field.fill('/remind me');
    await field.press('Enter');
    const refusal = page.locator('.message', { hasText: '/remind is not a valid command.' });
    await refusal.waitFor();
    // It has its place in time, and can be closed.
    own.fixture.send({
      kind: 'message',
      isNew: true,
      message: botMessage(1, { ts: `${Date.now() / 1_000 + 60}` }),
    });
    const later = page.locator('.message', { hasText: 'Message 1' });
    await later.waitFor();
    expect(await page.locator('.message').last().textContent()).toContain('Message 1');
    await refusal.getByRole('button', { name: 'Dismiss message' }).click();
    await refusal.waitFor({ state: 'detached' });
    expect(await page.getByText('dispatch_failed').count()).toBe(1);
  });

  test('says nothing a second time that Slackbot has said', async () => {
    const page = await own.open();
    const text = '/mysqlop failed with the error "dispatch_failed"';
    const told = botMessage(1, { user: SLACKBOT, ephemeral: true, text });
    own.fixture.answer = (request) => {
      if (request.do !== 'command') return {};
      own.fixture.send({ kind: 'message', isNew: true, message: told });
      return { problem: text, isTold: true };
    };
    const field = page.getByRole('textbox', { name: 'Message #dba' });
    await field.fill('/mysqlop list');
    await field.press('Enter');
    const shown = page.locator('.message', { hasText: 'dispatch_failed' });
    await shown.waitFor();
    await expect.poll(() => field.inputValue()).toBe('/mysqlop list');
    expect(await shown.count()).toBe(1);
    await shown.getByRole('button', { name: 'Dismiss message' }).click();
    const { channel, ts } = told;
    await expect.poll(() => own.fixture.asked.at(-1)).toEqual({ do: 'dismiss', channel, ts });
  });

  test('hides the offer on Escape, begins lines on Shift+Enter, and sends on Enter', async () => {
    const page = await own.open();
    const field = page.getByRole('textbox', { name: 'Message #dba' });
    await field.pressSequentially('/');
    await page.getByRole('option').waitFor();
    await field.press('Escape');
    expect(await page.getByRole('option').count()).toBe(0);
    await field.fill('one');
    await field.press('Shift+Enter');
    await field.pressSequentially('two');
    await field.press('Enter');
    await expect
      .poll(() => own.fixture.asked.at(-1))
      .toMatchObject({ do: 'say', text: 'one\ntwo' });
    expect(await field.inputValue()).toBe('');
  });

  test('shows and marks the message that a link leads to', async () => {
    const messages = Array.from({ length: 100 }, (_, n) => botMessage(n));
    const page = await own.open(`#C0DBA?message=${botMessage(20).ts}`, quietState({ messages }));
    const marked = page.locator('.message.focused');
    expect(await marked.textContent()).toContain('Message 20');
    await page.waitForTimeout(300);
    const box = await marked.boundingBox();
    expect(box?.y).toBeGreaterThan(0);
    expect(box?.y).toBeLessThan(900);
  });
});
