import { fileURLToPath } from 'node:url';
import { chromium, type Locator, type Page } from 'playwright-core';
import { type Demo, startDemo } from './start-demo.ts';

// The README's pictures, of the running demo: `npm run screenshots`.

const CHROMIUM = '/usr/bin/chromium';
const FOLDER = new URL('../../../docs/images/', import.meta.url);
const PATIENCE_MS = 120_000;

async function takeAll({ url }: Demo): Promise<void> {
  const browser = await chromium.launch({
    executablePath: CHROMIUM,
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
  });
  try {
    const page = await browser.newPage({
      viewport: { width: 1400, height: 900 },
      deviceScaleFactor: 2,
      colorScheme: 'light',
      locale: 'en-US',
    });
    page.setDefaultTimeout(PATIENCE_MS);
    await page.goto(url);
    await setScene(page);
    await takeCard(page);
    await takeThread(page);
    await takeAlert(page);
  } finally {
    await browser.close();
  }
}

/** A backup that failed some time ago, and one that is under way. */
async function setScene(page: Page): Promise<void> {
  await setSpeed(page, '60×');
  await startAndWatch(page, 'A backup that fails, with nested errors', 'billing export');
  await page.getByRole('link', { name: /oncall.*unread/ }).waitFor();
  await startAndWatch(page, 'A backup that succeeds', 'nightly full backup');
  await page.locator('.message-body', { hasText: / 3\d %/ }).waitFor();
  // More slowly from here, so that nothing changes between two pictures.
  await setSpeed(page, '10×');
  await page.locator('.message-body', { hasText: / (?:4[2-9]|5\d) %/ }).waitFor();
  await setSpeed(page, '1×');
  // Whispers and toasts are not what the pictures are about.
  await page.reload();
  await runningCard(page).waitFor();
}

async function startAndWatch(page: Page, story: string, label: string): Promise<void> {
  await page.getByRole('button', { name: story }).click();
  await page
    .locator('.operation', { hasText: story })
    .getByRole('button', { name: 'Watch in #dba' })
    .click();
  const field = page.getByRole('textbox', { name: 'Message #dba' });
  await field.press('End');
  await field.pressSequentially(` as ${label}`);
  await field.press('Enter');
  await page.locator('.channel-pane .message', { hasText: `“${label}”` }).waitFor();
}

async function setSpeed(page: Page, name: string): Promise<void> {
  await page.getByRole('radio', { name }).check();
}

function runningCard(page: Page): Locator {
  return page.locator('.channel-pane .message', { hasText: '“nightly full backup”' });
}

async function takeCard(page: Page): Promise<void> {
  await takeAround(page, 'card', runningCard(page));
}

async function takeThread(page: Page): Promise<void> {
  await runningCard(page)
    .getByRole('button', { name: /repl(?:y|ies)/ })
    .click();
  const thread = page.locator('.thread-pane');
  await thread.getByText('Past 25 %').waitFor();
  await takeAround(page, 'thread', thread.locator('.list-content'));
}

async function takeAlert(page: Page): Promise<void> {
  await page.getByRole('link', { name: /oncall/ }).click();
  await takeAround(page, 'alert', page.locator('.channel-pane .message').first());
}

/** The element, the pointer out of the way. */
async function takeAround(page: Page, name: string, shown: Locator): Promise<void> {
  await page.mouse.move(0, 0);
  await shown.scrollIntoViewIfNeeded();
  const box = await shown.boundingBox();
  if (!box) throw new Error(`There is nothing to be seen of the ${name}`);
  const path = fileURLToPath(new URL(`${name}.png`, FOLDER));
  await page.screenshot({ path, animations: 'disabled', caret: 'hide', clip: box });
  console.log(path);
}

const demo = await startDemo({ port: 0 });
try {
  await takeAll(demo);
} finally {
  await demo.stop();
}
