import { fileURLToPath } from 'node:url';
import { chromium, type Locator, type Page } from 'playwright-core';
import { type Demo, startDemo } from './start-demo.ts';

// The README's pictures, of the running demo: `npm run screenshots`.

const CHROMIUM = '/usr/bin/chromium';
const FOLDER = new URL('../../../docs/images/', import.meta.url);
const PATIENCE_MS = 120_000;
/** Slack makes messages no wider, either. */
const WIDEST_PX = 690;

async function takeAll({ url }: Demo): Promise<void> {
  const browser = await chromium.launch({
    executablePath: CHROMIUM,
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
  });
  try {
    const page = await browser.newPage({
      viewport: { width: 1600, height: 1300 },
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
  await startAndWatch(page, 'A backup that fails at 100 %', 'before the upgrade');
  await page.getByRole('link', { name: /oncall.*unread/ }).waitFor();
  await setSpeed(page, '10×');
  await startAndWatch(page, 'A backup that succeeds', 'nightly full backup');
  await page.locator('.message-body', { hasText: / (?:4[2-9]|5\d) %/ }).waitFor();
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
  await take(page, 'card', runningCard(page));
}

async function takeThread(page: Page): Promise<void> {
  await runningCard(page)
    .getByRole('button', { name: /repl(?:y|ies)/ })
    .click();
  const thread = page.locator('.thread-pane');
  await thread.getByText('Past 25 %').waitFor();
  await take(page, 'thread', thread.locator('.message'));
}

async function takeAlert(page: Page): Promise<void> {
  await page.getByRole('link', { name: /oncall/ }).click();
  await take(page, 'alert', page.locator('.channel-pane .message').first());
}

/** From the first to the last of the messages, without what is empty beside them. */
async function take(page: Page, name: string, messages: Locator): Promise<void> {
  await page.mouse.move(0, 0);
  const first = await messages.first().boundingBox();
  const last = await messages.last().boundingBox();
  if (!first || !last) throw new Error(`There is nothing to be seen of the ${name}`);
  const clip = {
    x: first.x,
    y: first.y,
    width: Math.min(first.width, WIDEST_PX),
    height: last.y + last.height - first.y,
  };
  const path = fileURLToPath(new URL(`${name}.png`, FOLDER));
  await page.screenshot({ path, animations: 'disabled', caret: 'hide', clip });
  console.log(path);
}

const demo = await startDemo({ port: 0 });
try {
  await takeAll(demo);
} finally {
  await demo.stop();
}
