import { mkdir, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { startDemo } from '../start-demo.ts';
import { type TakePicture, takeCareStates, takeReminders } from './care-states.ts';
import { takeReadmePictures } from './readme-pictures.ts';
import { type Scene, setScene } from './scene.ts';
import { surfacesOf } from './surfaces.ts';

// Pictures of every surface of the running demo, and of those the README's:
// `npm run screenshots [-- <folder>]`.

const CHROMIUM = '/usr/bin/chromium';
/** A phone first: it is what fails first. */
const WIDTHS = [400, 1400];
const HEIGHT = 860;
const PATIENCE_MS = 60_000;

/** Every surface as it looks at one width, light or dark. */
async function takeSurfaces(
  browser: Browser,
  { url, scene, folder }: { readonly url: string; readonly scene: Scene; readonly folder: string },
): Promise<void> {
  for (const width of WIDTHS) {
    for (const colorScheme of ['light', 'dark'] as const) {
      const page = await browser.newPage({
        viewport: { width, height: HEIGHT },
        colorScheme,
        locale: 'en-US',
      });
      page.setDefaultTimeout(PATIENCE_MS);
      for (const surface of surfacesOf(scene)) {
        await open(page, `${url}${surface.hash}`);
        await surface.prepare?.(page);
        const path = join(folder, `${surface.name}-${width}-${colorScheme}.png`);
        await page.screenshot({ path, animations: 'disabled', caret: 'hide' });
        await surface.tidy?.(page);
      }
      await page.close();
    }
  }
}

/** What changes as somebody presses, as it is seen on a phone. */
async function onPhone(
  browser: Browser,
  url: string,
  show: (take: TakePicture) => Promise<void>,
): Promise<void> {
  const page = await browser.newPage({
    viewport: { width: 400, height: HEIGHT },
    colorScheme: 'light',
    locale: 'en-US',
  });
  page.setDefaultTimeout(PATIENCE_MS);
  await open(page, url);
  await page.getByRole('button', { name: 'Dismiss the guide' }).click();
  await show(async (name, hash) => {
    await open(page, `${url}${hash}`);
    const path = join(folder, `${name}-400-light.png`);
    await page.screenshot({ path, animations: 'disabled', caret: 'hide' });
  });
  await page.close();
}

async function takeRemindersOf(browser: Browser): Promise<void> {
  const demo = await startDemo({ port: 0, isQuiet: true, remindAfter: '8s' });
  try {
    await onPhone(browser, demo.url, (take) => takeReminders(demo.stage, take));
  } finally {
    await demo.stop();
  }
}

async function open(page: Page, url: string): Promise<void> {
  // A hash alone would not load it anew.
  await page.goto('about:blank');
  await page.goto(url);
  // Not seen on a phone, and there once all is.
  await page.locator('.controls').waitFor({ state: 'attached' });
}

const [given] = process.argv.slice(2);
const folder =
  given === undefined ? await mkdtemp(join(tmpdir(), 'mysqlop-screenshots-')) : resolve(given);
await mkdir(folder, { recursive: true });
const [browser, demo] = await Promise.all([
  chromium.launch({
    executablePath: CHROMIUM,
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
  }),
  // What is called for again would stand in the pictures' way.
  startDemo({ port: 0, remindAfter: '1h' }),
]);
try {
  const scene = await setScene(demo.stage);
  await takeReadmePictures(browser, { url: demo.url, scene });
  await takeSurfaces(browser, { url: demo.url, scene, folder });
  const { stage } = demo;
  await onPhone(browser, demo.url, async (take) => {
    await takeCareStates(stage, 'alert', scene.alert, take);
    await takeCareStates(stage, 'digest', scene.digest, take);
  });
  await takeRemindersOf(browser);
  console.log(`All surfaces are in ${folder}, the README's in docs/images.`);
} finally {
  await browser.close();
  await demo.stop();
}
