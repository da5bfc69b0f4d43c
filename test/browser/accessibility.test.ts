import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeInBrowser, openPage, startBrowser } from './browser.ts';
import {
  botMessage,
  cardLike,
  DBA,
  modalView,
  ONCALL,
  quietState,
  section,
} from './fixture-state.ts';
import { type Fixture, startFixture } from './start-fixture.ts';

const AXE = readFileSync(new URL(import.meta.resolve('axe-core/axe.min.js')), 'utf8');
const CARD = botMessage(1, { blocks: cardLike(), edits: 2, editedAt: Date.UTC(2026, 10, 23) });
const STATE = quietState({
  messages: [
    CARD,
    botMessage(2, { threadTs: CARD.ts, blocks: [section('📈 Past *25 %*, <@U0ALICE>.')] }),
    botMessage(3, { ephemeral: true, blocks: [section('Watching `8f2c7c1e`')] }),
    botMessage(4, { channel: ONCALL, text: '🚨 It failed' }),
  ],
});

describeInBrowser('accessibility', { timeout: 120_000 }, () => {
  let browser: Browser;
  let fixture: Fixture;
  beforeAll(async () => {
    [browser, fixture] = await Promise.all([startBrowser(), startFixture(STATE)]);
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await fixture?.close();
  });

  /** What axe finds that keeps people out. The script is evaluated, since the page's policy allows no other. */
  async function violations(page: Page): Promise<readonly string[]> {
    await page.evaluate(AXE);
    const found: unknown = await page.evaluate(`axe.run().then(({ violations }) => violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id, nodes }) => nodes.map((node) => id + ': ' + node.html.slice(0, 200))))`);
    return Array.isArray(found) ? found.map(String) : ['axe said nothing'];
  }

  /** In both colours, of what is shown now. */
  async function violationsInBoth(page: Page): Promise<readonly string[]> {
    const found: string[] = [];
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      found.push(...(await violations(page)).map((each) => `${colorScheme}: ${each}`));
    }
    return found;
  }

  test.each([400, 1400])('axe finds nothing serious, light or dark: %i px', async (width) => {
    const viewport = { width, height: 900 };
    const { page, complaints } = await openPage(browser, fixture.url, { viewport });
    const isNarrow = width === 400;
    await page.getByText('Full backup').first().waitFor();
    await page.getByRole('textbox', { name: 'Message #dba' }).fill('/m');
    expect(await violationsInBoth(page)).toEqual([]);
    for (const tab of isNarrow ? ['Channels', 'Azure', 'Messages'] : []) {
      await page.getByRole('navigation', { name: 'Parts' }).getByText(tab).click();
      expect(await violationsInBoth(page)).toEqual([]);
    }
    await page.goto(`${fixture.url}#${DBA}?thread=${CARD.ts}`);
    await page.getByRole('heading', { name: 'Thread' }).waitFor();
    const message = botMessage(9, { channel: ONCALL, text: 'Alert' });
    fixture.send({ kind: 'message', isNew: true, message });
    // It stays while somebody points at it.
    await page.locator('.toast').hover();
    // A toast that still moves in is half transparent.
    await page.evaluate('Promise.all(document.getAnimations().map(({ finished }) => finished))');
    expect(await violationsInBoth(page)).toEqual([]);
    expect(await page.locator('.toast').count()).toBe(1);
    fixture.send({ kind: 'views', views: [modalView({ errors: { operation: 'No.' } })] });
    await page.getByRole('dialog').waitFor();
    expect(await violationsInBoth(page)).toEqual([]);
    const overflow = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';
    expect(await page.evaluate(overflow)).toBe(0);
    expect(complaints).toEqual([]);
    await page.context().close();
  });
});
