import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import type { PageState } from '../../src/sandbox/page/protocol.ts';
import { openPage, startBrowser, type WatchedPage } from './browser.ts';
import { quietState } from './fixture-state.ts';
import { type Fixture, startFixture } from './start-fixture.ts';

/** Slow enough for a machine on which everything else runs as well. */
const PATIENCE_MS = 20_000;
const START_WITHIN_MS = 120_000;

/** The one page of a test file. */
export interface FixturePage {
  /** What plays the server. */
  readonly fixture: Fixture;
  readonly page: Page;
  /** The page as if it had just been opened for the first time. */
  open(hash?: string, state?: PageState): Promise<Page>;
  /** What the browser has complained of, which this test has caused on purpose. */
  forgive(): void;
}

/** Has the tests of a file share one page, which costs a second to make; none may leave a complaint. */
export function useFixturePage(): FixturePage {
  let browser: Browser;
  let fixture: Fixture;
  let watched: WatchedPage;
  beforeAll(async () => {
    [browser, fixture] = await Promise.all([startBrowser(), startFixture(quietState())]);
    watched = await openPage(browser, fixture.url);
    watched.page.setDefaultTimeout(PATIENCE_MS);
  }, START_WITHIN_MS);
  afterAll(async () => {
    await browser?.close();
    await fixture?.close();
  });
  afterEach(() => {
    expect(watched.complaints.splice(0)).toEqual([]);
    fixture.answer = () => ({});
  });
  return {
    get fixture() {
      return fixture;
    },
    get page() {
      return watched.page;
    },
    async open(hash = '', state = quietState()) {
      const { page } = watched;
      await page.evaluate('sessionStorage.clear(); localStorage.clear()');
      await page.goto('about:blank');
      fixture.state = state;
      await page.goto(`${fixture.url}${hash}`);
      await page.getByRole('heading', { name: 'Azure', exact: true }).waitFor();
      return page;
    },
    forgive() {
      watched.complaints.splice(0);
    },
  };
}
