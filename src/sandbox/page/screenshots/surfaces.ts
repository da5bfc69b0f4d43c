import type { Page } from 'playwright-core';
import { DBA, DIRECT, FINANCE, ONCALL, RANDOM, type Scene } from './scene.ts';

/** Something that a visitor can have before them. */
export interface Surface {
  readonly name: string;
  /** Where it is. */
  readonly hash: string;
  /** Brings it up, once the page is open. */
  readonly prepare?: (page: Page) => Promise<void>;
  /** Leaves nothing of it for the next picture. */
  readonly tidy?: (page: Page) => Promise<void>;
}

export function surfacesOf({ running, failed, alert }: Scene): readonly Surface[] {
  return [
    { name: 'first-visit', hash: `#${DBA}`, tidy: dismissGuide },
    { name: 'channel', hash: `#${DBA}` },
    { name: 'card-failed', hash: `#${DBA}?message=${failed.ts}` },
    { name: 'thread-of-card', hash: `#${DBA}?thread=${failed.ts}` },
    { name: 'alert', hash: `#${ONCALL}?message=${alert.ts}` },
    { name: 'digest', hash: `#${ONCALL}` },
    { name: 'thread-of-alert', hash: `#${ONCALL}?thread=${alert.ts}` },
    { name: 'answer-list', hash: `#${RANDOM}` },
    { name: 'answer-doctor', hash: `#${FINANCE}` },
    { name: 'answer-help', hash: `#${DIRECT}` },
    { name: 'home', hash: `#${DIRECT}?tab=home`, prepare: untilHomeIsThere },
    { name: 'form', hash: `#${DBA}`, prepare: openForm, tidy: closeForm },
    { name: 'form-mistake', hash: `#${DBA}`, prepare: mistake, tidy: closeForm },
    {
      name: 'message-menu',
      hash: `#${DBA}?message=${running.ts}`,
      prepare: (page) => openMenu(page, running.ts),
    },
    {
      name: 'card-menu',
      hash: `#${DBA}?message=${running.ts}`,
      prepare: (page) => openCardMenu(page, running.ts),
    },
    {
      name: 'confirmation',
      hash: `#${DBA}?message=${running.ts}`,
      prepare: (page) => askToStop(page, running.ts),
    },
    { name: 'command', hash: `#${DBA}`, prepare: typeSlash },
    { name: 'channels', hash: `#${DBA}`, prepare: (page) => showTab(page, 'Channels') },
    { name: 'azure', hash: `#${DBA}`, prepare: showBackups },
    { name: 'pager', hash: `#${DBA}`, prepare: showPager },
  ];
}

async function dismissGuide(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Dismiss the guide' }).click();
}

async function untilHomeIsThere(page: Page): Promise<void> {
  await page.getByText('The bot is in order.').waitFor();
}

async function openForm(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Shortcuts' }).click();
  await page.getByRole('button', { name: /Watch an operation/ }).click();
  await page.getByRole('dialog').waitFor();
}

async function mistake(page: Page): Promise<void> {
  await openForm(page);
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox').first().fill('the backup of last night');
  await dialog.locator('button[type=submit]').click();
  await dialog.locator('.problem').first().waitFor();
}

async function closeForm(page: Page): Promise<void> {
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
}

async function openMenu(page: Page, ts: string): Promise<void> {
  const message = page.locator(`.channel-pane [data-ts="${ts}"]`);
  await message.hover();
  await message.getByRole('button', { name: 'More actions' }).click();
}

/** Where cards have one. */
async function openCardMenu(page: Page, ts: string): Promise<void> {
  const menu = page.locator(`.channel-pane [data-ts="${ts}"]`).getByRole('button', {
    name: 'More choices',
  });
  if ((await menu.count()) > 0) await menu.click();
}

async function askToStop(page: Page, ts: string): Promise<void> {
  const message = page.locator(`.channel-pane [data-ts="${ts}"]`);
  await message.getByRole('button', { name: /^Stop/ }).click();
  await page.getByRole('dialog').waitFor();
}

async function typeSlash(page: Page): Promise<void> {
  await page.getByRole('textbox', { name: 'Message #dba' }).pressSequentially('/my');
  await page.getByRole('option').waitFor();
}

/** On a phone; elsewhere all of them are shown. */
async function showTab(page: Page, name: string): Promise<void> {
  const tab = page.getByRole('navigation', { name: 'Parts of the page' }).getByText(name);
  if (await tab.isVisible()) await tab.click();
}

async function showPager(page: Page): Promise<void> {
  await showTab(page, 'Azure');
  await page.getByRole('heading', { name: 'PagerDuty' }).scrollIntoViewIfNeeded();
}

async function showBackups(page: Page): Promise<void> {
  await showTab(page, 'Azure');
  await page.getByText('Backups', { exact: true }).click();
}
