import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Done } from '../../src/sandbox/page/protocol.ts';
import { describeInBrowser, openPage, startBrowser, type WatchedPage } from './browser.ts';
import {
  ALICE,
  botMessage,
  cardLike,
  DM,
  modalView,
  ONCALL,
  quietState,
  section,
} from './fixture-state.ts';
import { type Fixture, startFixture } from './start-fixture.ts';

const HOSTILE = [
  '<img src=x onerror=alert(1)> <script>alert(1)</script> &lt;b&gt;bold?&lt;/b&gt;',
  '<javascript:alert(1)|click me> <!channel> <!subteam^S0DBAS> *not closed _at all `nor this',
  '<https://example.com/?a=1&amp;b="onmouseover=alert(1)|*label*>',
].join('\n');

describeInBrowser('the page', () => {
  let browser: Browser;
  let fixture: Fixture;
  let watched: WatchedPage | undefined;

  beforeAll(async () => {
    [browser, fixture] = await Promise.all([startBrowser(), startFixture(quietState())]);
  });
  afterAll(async () => {
    await browser?.close();
    await fixture?.close();
  });
  afterEach(async () => {
    expect(watched?.complaints).toEqual([]);
    await watched?.page.context().close();
    fixture.state = quietState();
    fixture.answer = () => ({});
  });

  async function open(hash = '', state = quietState()) {
    fixture.state = state;
    watched = await openPage(browser, `${fixture.url}${hash}`);
    watched.page.setDefaultTimeout(5_000);
    await watched.page.getByRole('heading', { name: 'Azure' }).waitFor();
    return watched.page;
  }

  test('shows hostile text as text', async () => {
    const hostile = botMessage(1, { blocks: [section(HOSTILE)] });
    const page = await open('', quietState({ messages: [hostile] }));
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

  test('tells of new messages elsewhere, of three at most, and never of edits', async () => {
    const page = await open();
    const toasts = page.locator('.toast');
    const alert = botMessage(1, { channel: ONCALL, text: 'Alert 1' });
    fixture.send({ kind: 'message', isNew: false, message: { ...alert, edits: 1 } });
    fixture.send({ kind: 'message', isNew: true, message: botMessage(2) });
    await page.getByText('Message 2').first().waitFor();
    expect(await toasts.count()).toBe(0);
    for (const n of [3, 4, 5, 6]) {
      const message = botMessage(n, { channel: ONCALL, text: `Alert ${n}` });
      fixture.send({ kind: 'message', isNew: true, message });
    }
    await toasts.filter({ hasText: 'Alert 6' }).waitFor();
    expect(await toasts.count()).toBe(3);
    await toasts.last().getByText('Alert 6').click();
    await page.getByRole('heading', { name: 'oncall' }).waitFor();
    expect(await toasts.count()).toBe(2);
  });

  test('keeps a form open on a validation error, at its field, and takes what is filled in', async () => {
    const page = await open();
    fixture.send({ kind: 'views', views: [modalView()] });
    const dialog = page.getByRole('dialog', { name: 'Watch an operation' });
    const submit = dialog.getByRole('button', { name: 'Watch', exact: true });
    const field = dialog.getByRole('textbox', { name: 'Operation' });
    await submit.click();
    await dialog.getByText('Please complete this required field.').waitFor();
    expect(await field.evaluate((node) => node === node.ownerDocument.activeElement)).toBe(true);

    fixture.answer = () => {
      fixture.send({ kind: 'views', views: [modalView({ errors: { operation: 'No such id.' } })] });
      return {};
    };
    await field.fill('nonsense');
    await dialog.getByRole('combobox', { name: 'Location' }).selectOption('West Europe');
    await dialog.getByRole('checkbox', { name: 'Tell me' }).check();
    await dialog.getByLabel('Until').fill('2026-12-24');
    await submit.click();
    await dialog.getByText('No such id.').waitFor();
    expect(fixture.asked.at(-1)).toEqual({
      do: 'submit',
      viewId: 'V0FORM',
      values: {
        operation: 'nonsense',
        location: 'West Europe',
        days: ['Tell me'],
        until: '2026-12-24',
      },
    });
    expect(await field.inputValue()).toBe('nonsense');
    const described = (await field.getAttribute('aria-describedby')) ?? '';
    const [problem = ''] = described.split(' ');
    expect(await page.locator(`[id="${problem}"]`).textContent()).toBe('No such id.');
    await expect
      .poll(() => field.evaluate((node) => node === node.ownerDocument.activeElement))
      .toBe(true);

    await page.keyboard.press('Escape');
    await expect.poll(() => fixture.asked.at(-1)).toEqual({ do: 'close-view', viewId: 'V0FORM' });
    fixture.send({ kind: 'views', views: [] });
    await dialog.waitFor({ state: 'detached' });
  });

  test('says what could not be done where the visitor looks', async () => {
    fixture.answer = () => ({ problem: '/mysqlop failed with the error "dispatch_failed"' });
    const page = await open();
    const field = page.getByRole('textbox', { name: 'Message #dba' });
    await field.fill('/mysqlop list');
    await field.press('Enter');
    await page.getByText('dispatch_failed').waitFor();
    expect(await field.inputValue()).toBe('/mysqlop list');
    await field.fill('/remind me');
    await field.press('Enter');
    await page.getByText('/remind is not a valid command.').waitFor();
  });

  test('hides the offer on Escape, begins lines on Shift+Enter, and sends on Enter', async () => {
    const page = await open();
    const field = page.getByRole('textbox', { name: 'Message #dba' });
    await field.pressSequentially('/');
    await page.getByRole('option').waitFor();
    await field.press('Escape');
    expect(await page.getByRole('option').count()).toBe(0);
    await field.fill('one');
    await field.press('Shift+Enter');
    await field.pressSequentially('two');
    await field.press('Enter');
    await expect.poll(() => fixture.asked.at(-1)).toMatchObject({ do: 'say', text: 'one\ntwo' });
    expect(await field.inputValue()).toBe('');
  });

  test('says that there is no Home tab, and shows one that is published', async () => {
    const page = await open(`#${DM}`);
    await page.getByRole('link', { name: 'Home' }).click();
    await page.getByText('This app has no Home tab.').waitFor();
    expect(fixture.asked.at(-1)).toEqual({ do: 'open-home' });
    const definition = { blocks: [section('*All watches*')] };
    fixture.send({
      kind: 'views',
      views: [{ id: 'V0HOME', kind: 'home', definition, errors: {} }],
    });
    await page.getByText('All watches').waitFor();
  });

  test('stays at the bottom among 200 messages, unless the reader has scrolled up', async () => {
    const messages = Array.from({ length: 200 }, (_, n) => botMessage(n, { user: ALICE }));
    const page = await open('', quietState({ messages }));
    const list = page.getByRole('log');
    const left = () =>
      list.evaluate((node) => node.scrollHeight - node.scrollTop - node.clientHeight);
    await expect.poll(left).toBeLessThan(2);
    fixture.send({ kind: 'message', isNew: true, message: botMessage(201) });
    await page.getByText('Message 201').first().waitFor();
    await expect.poll(left).toBeLessThan(2);

    await list.evaluate((node) => node.scrollTo(0, 100));
    const latest = page.getByRole('button', { name: 'Latest' });
    await latest.waitFor();
    fixture.send({ kind: 'message', isNew: true, message: botMessage(202) });
    await list.getByText('Message 202').waitFor({ state: 'attached' });
    expect(await list.evaluate((node) => node.scrollTop)).toBe(100);
    await latest.click();
    await expect.poll(left).toBeLessThan(2);
  });

  test('shows and marks the message that a link leads to', async () => {
    const messages = Array.from({ length: 100 }, (_, n) => botMessage(n));
    const page = await open(`#C0DBA?message=${botMessage(20).ts}`, quietState({ messages }));
    const marked = page.locator('.message.focused');
    expect(await marked.textContent()).toContain('Message 20');
    await page.waitForTimeout(300);
    const box = await marked.boundingBox();
    expect(box?.y).toBeGreaterThan(0);
    expect(box?.y).toBeLessThan(900);
  });

  test('disables a button while its press is under way, and presses once', async () => {
    const message = botMessage(1, { blocks: cardLike() });
    const page = await open('', quietState({ messages: [message] }));
    const { promise, resolve } = Promise.withResolvers<Done>();
    fixture.answer = () => promise;
    const before = fixture.asked.length;
    const button = page.getByRole('button', { name: 'Refresh', exact: true });
    await button.click();
    await expect.poll(() => button.isDisabled()).toBe(true);
    resolve({});
    await expect.poll(() => button.isEnabled()).toBe(true);
    expect(fixture.asked.slice(before)).toEqual([
      { do: 'press', channel: message.channel, ts: message.ts, actionId: 'Refresh' },
    ]);
  });

  test('says that it connects again, and has everything once it has', async () => {
    const page = await open();
    fixture.state = quietState({ messages: [botMessage(1)] });
    await fixture.restart();
    await page.getByText('reconnecting').waitFor();
    await page.getByText('Message 1').waitFor({ timeout: 15_000 });
    expect(await page.getByText('reconnecting').count()).toBe(0);
  });
});
