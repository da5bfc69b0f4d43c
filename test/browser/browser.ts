import { existsSync } from 'node:fs';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { describe } from 'vitest';

const CHROMIUM = '/usr/bin/chromium';
const QUIET = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const isThere = existsSync(CHROMIUM);
if (!isThere) console.warn(`\nSKIPPED: the browser tests, since there is no ${CHROMIUM}.\n`);

/** `describe`, skipped with a line on the console where there is no browser. */
export const describeInBrowser = describe.skipIf(!isThere);

export async function startBrowser(): Promise<Browser> {
  return await chromium.launch({ executablePath: CHROMIUM, args: QUIET });
}

export interface WatchedPage {
  readonly page: Page;
  /** What no page may have: console errors, exceptions, requests that leave the machine. */
  readonly complaints: string[];
}

/** Opens a page of its own, 1400 × 900 and light unless told otherwise, and watches it. */
export async function openPage(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
): Promise<WatchedPage> {
  const context = await browser.newContext({
    viewport: { width: 1400, height: 900 },
    colorScheme: 'light',
    ...options,
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    const { url: source } = message.location();
    if (message.type() === 'error') complaints.push(`console: ${message.text()} (${source})`);
  });
  page.on('pageerror', (error) => complaints.push(`exception: ${error.message}`));
  page.on('request', (request) => {
    const { protocol, hostname } = new URL(request.url());
    if (protocol !== 'data:' && protocol !== 'about:' && hostname !== '127.0.0.1') {
      complaints.push(`request: ${request.url()}`);
    }
  });
  await page.goto(url);
  return { page, complaints };
}
