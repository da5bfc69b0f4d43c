import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Demo, startDemo } from '../../src/sandbox/page/start-demo.ts';
import { describeInBrowser, openPage, startBrowser, type WatchedPage } from './browser.ts';

// Half an hour of Azure's is ten seconds here, and the bot looks every few seconds.
const LONG_MS = 90_000;

describeInBrowser('the demo in a browser', { timeout: 2 * LONG_MS }, () => {
  let browser: Browser;
  let demo: Demo;
  let watched: WatchedPage;
  let page: Page;

  beforeAll(async () => {
    [browser, demo] = await Promise.all([
      startBrowser(),
      startDemo({ port: 0, isQuiet: true, remindAfter: '10m' }),
    ]);
  }, LONG_MS);
  afterAll(async () => {
    await browser?.close();
    await demo?.stop();
  }, LONG_MS);
  beforeEach(async () => {
    watched = await openPage(browser, demo.url);
    ({ page } = watched);
    page.setDefaultTimeout(LONG_MS);
  });
  afterEach(async () => {
    expect(watched.complaints).toEqual([]);
    await page.context().close();
  });

  /** The operation's card in #dba, found by the server's name. */
  const cardOf = (server: string) =>
    page
      .locator('.channel-pane .message')
      .filter({ hasText: server })
      .filter({ hasText: 'asked by' });

  async function start(group: string, story: string): Promise<void> {
    const button = page.getByRole('button', { name: story });
    if (!(await button.isVisible())) await page.getByText(group, { exact: true }).click();
    await button.click();
    await page
      .locator('.operation')
      .filter({ hasText: story })
      .getByRole('button', { name: 'Watch in #dba' })
      .click();
    await page.getByRole('textbox', { name: 'Message #dba' }).press('Enter');
  }

  async function percentOf(server: string): Promise<number> {
    const text = (await cardOf(server).textContent()) ?? '';
    return Number(text.match(/(\d+) %/)?.[1] ?? -1);
  }

  test('offers the command, and shows one card that changes in place to the end', async () => {
    await page.getByRole('radio', { name: '60×' }).check();
    await expect.poll(() => demo.stage.state().controls.speed).toBe(60);
    await demo.stage.act({ do: 'set-speed', speed: 180 });
    await page.getByText('Backups', { exact: true }).click();
    await page.getByRole('button', { name: /A backup that succeeds/ }).click();
    const operation = page.locator('.operation').filter({ hasText: 'orders-prod' });
    const id = (await operation.locator('.operation-id').textContent()) ?? '';
    const field = page.getByRole('textbox', { name: 'Message #dba' });

    await field.pressSequentially('/my');
    await expect.poll(() => page.getByRole('option').textContent()).toContain('watch <operation>');
    await field.press('Tab');
    expect(await field.inputValue()).toBe('/mysqlop ');
    await field.pressSequentially(`watch ${id} as nightly`);
    await field.press('Enter');
    await page.getByText('Only visible to you').first().waitFor();

    await cardOf('orders-prod').waitFor();
    const element = await cardOf('orders-prod').elementHandle();
    await cardOf('orders-prod').getByText('(edited)').waitFor();
    const first = await percentOf('orders-prod');
    await expect.poll(() => percentOf('orders-prod'), { timeout: LONG_MS }).toBeGreaterThan(first);
    await cardOf('orders-prod')
      .getByRole('heading', { name: /succeeded/ })
      .waitFor();
    expect(await element?.evaluate((node) => node.isConnected)).toBe(true);
    expect(await element?.textContent()).toContain('succeeded');
    expect(await cardOf('orders-prod').count()).toBe(1);
  });

  test('refreshes, and stops only when that is confirmed', async () => {
    await page.getByRole('radio', { name: '10×' }).check();
    await start('Imports', 'An import that succeeds');
    const card = cardOf('orders-staging');
    await card.getByRole('button', { name: 'Refresh' }).click();
    await expect.poll(() => card.getByRole('button', { name: 'Refresh' }).isEnabled()).toBe(true);

    const dialog = page.getByRole('dialog', { name: 'Stop watching?' });
    await card.getByRole('button', { name: 'Stop watching' }).click();
    await dialog.getByRole('button', { name: 'Keep watching' }).click();
    expect(await dialog.count()).toBe(0);
    expect(await card.getByRole('button', { name: 'Stop watching' }).isEnabled()).toBe(true);

    await card.getByRole('button', { name: 'Stop watching' }).click();
    await dialog.getByRole('button', { name: 'Stop watching' }).click();
    await card.getByRole('heading', { name: /no longer watched/ }).waitFor();
    expect(await card.getByRole('button', { name: 'Stop watching' }).count()).toBe(0);

    await card.getByRole('button', { name: /repl(?:y|ies)/ }).click();
    const thread = page.getByRole('complementary', { name: 'Thread' });
    await thread.getByText('stopped watching here', { exact: false }).last().waitFor();
    await thread.getByRole('textbox', { name: 'Reply' }).fill('/mysqlop list');
    await thread.getByText('Slack runs no commands in threads').waitFor();
    await page.getByRole('link', { name: 'Close thread' }).click();
    await thread.waitFor({ state: 'detached' });
  });

  test('marks the alert unread in #oncall, shows a toast, and finds all after a reload', async () => {
    await demo.stage.act({ do: 'set-speed', speed: 180 });
    await start('Backups', 'A backup that fails, with nested errors');
    const toast = page.getByRole('status', { name: 'Notifications' }).locator('.toast');
    await toast.filter({ hasText: 'billing-prod' }).waitFor();
    const oncall = page
      .getByRole('navigation', { name: 'Channels' })
      .getByRole('link', { name: /oncall/ });
    expect(await oncall.textContent()).toMatch(/1/);

    await page.reload();
    await cardOf('billing-prod')
      .getByRole('heading', { name: /failed/ })
      .waitFor();
    expect(await oncall.textContent()).toMatch(/1/);
    expect(await toast.count()).toBe(0);
    await oncall.click();
    await page
      .locator('.message')
      .getByRole('heading', { name: /billing-prod/ })
      .waitFor();
    expect(await oncall.textContent()).not.toMatch(/1/);

    await page.reload();
    await page.getByRole('heading', { name: 'oncall' }).waitFor();
    expect(await oncall.textContent()).not.toMatch(/1/);
    await page.getByRole('link', { name: 'Open the card' }).first().click();
    await page.getByRole('heading', { name: 'dba' }).waitFor();
    await page.locator('.message.focused').filter({ hasText: 'billing-prod' }).waitFor();
  });
});
