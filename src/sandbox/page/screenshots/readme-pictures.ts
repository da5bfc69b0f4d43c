import { fileURLToPath } from 'node:url';
import type { Browser, Locator, Page } from 'playwright-core';
import { DBA, ONCALL, type Scene } from './scene.ts';

const FOLDER = new URL('../../../../docs/images/', import.meta.url);
const PATIENCE_MS = 120_000;
/** Slack makes messages no wider, either. */
const WIDEST_PX = 690;

/** The four pictures of the README: card, alert, thread and form. */
export async function takeReadmePictures(
  browser: Browser,
  { url, scene }: { readonly url: string; readonly scene: Scene },
): Promise<void> {
  const page = await browser.newPage({
    viewport: { width: 1600, height: 1300 },
    // Sharp enough, at half the size of 2.
    deviceScaleFactor: 1.5,
    colorScheme: 'light',
    locale: 'en-US',
  });
  page.setDefaultTimeout(PATIENCE_MS);
  await page.goto(url);
  await page.getByRole('button', { name: 'Dismiss the guide' }).click();
  const card = page.locator(`.channel-pane [data-ts="${scene.running.ts}"]`);
  await take(page, 'card', card);

  await page.goto(`${url}#${DBA}?thread=${scene.running.ts}`);
  const thread = page.locator('.thread-pane');
  await thread.getByText('Past 25 %').waitFor();
  await take(page, 'thread', thread.locator('.message'));

  await page.goto(`${url}#${ONCALL}`);
  await take(page, 'alert', page.locator(`.channel-pane [data-ts="${scene.alert.ts}"]`));

  await page.goto(`${url}#${DBA}`);
  await page.getByRole('button', { name: 'Shortcuts' }).click();
  await page.getByRole('button', { name: /Watch an operation/ }).click();
  const form = page.getByRole('dialog');
  await take(page, 'form', form);
  await page.keyboard.press('Escape');
  await form.waitFor({ state: 'detached' });
  await page.close();
}

/** From the first to the last of them, without what is empty beside them. */
async function take(page: Page, name: string, shown: Locator): Promise<void> {
  await page.mouse.move(0, 0);
  await shown.first().waitFor();
  await shown.first().scrollIntoViewIfNeeded();
  const first = await shown.first().boundingBox();
  const last = await shown.last().boundingBox();
  if (!first || !last) throw new Error(`There is nothing to be seen of the ${name}`);
  const clip = {
    x: first.x,
    y: first.y,
    width: Math.min(first.width, WIDEST_PX),
    height: last.y + last.height - first.y,
  };
  const path = fileURLToPath(new URL(`${name}.png`, FOLDER));
  await page.screenshot({ path, animations: 'disabled', caret: 'hide', clip });
}
