import type { Locator } from 'playwright-core';
import { expect, test } from 'vitest';
import type { PageMessage } from '../../src/sandbox/page/protocol.ts';
import { describeInBrowser } from './browser.ts';
import { useFixturePage } from './fixture-page.ts';
import { ALICE, botMessage, cardLike, DBA, ONCALL, quietState } from './fixture-state.ts';

const FIRST = botMessage(0);
const MESSAGES = [
  ...Array.from({ length: 60 }, (_, n) => botMessage(n)),
  ...Array.from({ length: 40 }, (_, n) => botMessage(n + 100, { threadTs: FIRST.ts })),
  ...Array.from({ length: 60 }, (_, n) => botMessage(n + 200, { channel: ONCALL })),
];
let latest = 1_000;

describeInBrowser('scrolling', () => {
  const own = useFixturePage();

  /** The list of #dba, with the page as if it had just been opened. */
  async function open(): Promise<Locator> {
    await own.open('', quietState({ messages: MESSAGES }));
    return listOf('Messages in dba');
  }

  const listOf = (name: string) => own.page.getByRole('log', { name });

  function left(list: Locator): Promise<number> {
    return list.evaluate((node) => node.scrollHeight - node.scrollTop - node.clientHeight);
  }

  async function atBottom(list: Locator): Promise<void> {
    await expect.poll(() => left(list), { timeout: 10_000 }).toBeLessThan(2);
  }

  /** Slower than any frame: whatever lets go of the bottom has done so by then. */
  async function staysAtBottom(list: Locator): Promise<void> {
    await atBottom(list);
    await list.evaluate(
      () =>
        new Promise<void>((drawn) => {
          setTimeout(drawn, 200);
        }),
    );
    expect(await left(list)).toBeLessThan(2);
  }

  function arrive(changes: Partial<PageMessage> = {}): PageMessage {
    latest += 1;
    const message = botMessage(latest, { blocks: cardLike(), ...changes });
    own.fixture.send({ kind: 'message', isNew: true, message });
    return message;
  }

  /** As a reader does it, with the wheel. */
  async function readUp(list: Locator): Promise<number> {
    await list.hover();
    await own.page.mouse.wheel(0, -1_500);
    await own.page.getByRole('button', { name: 'Latest' }).waitFor();
    return await list.evaluate((node) => node.scrollTop);
  }

  test('shows what arrives while it is at the bottom, however close together', async () => {
    const list = await open();
    await atBottom(list);
    for (let n = 0; n < 12; n += 1) {
      arrive();
      if (n % 3 === 0) await own.page.evaluate('new Promise(requestAnimationFrame)');
    }
    await list.locator(`[data-ts="${arrive().ts}"]`).waitFor();
    await staysAtBottom(list);
  });

  test('stays at the bottom when something arrives just after it has scrolled', async () => {
    const list = await open();
    await atBottom(list);
    // Between the scrolling and the event that tells of it, the bottom moves away.
    await list.evaluate((node) => {
      const grow = () => {
        const content = node.lastElementChild;
        for (let n = 0; n < 5; n += 1)
          content?.append(content.lastElementChild?.cloneNode(true) ?? '');
      };
      node.addEventListener('scroll', grow, { once: true, capture: true });
      grow();
    });
    await staysAtBottom(list);
  });

  test('stays at the bottom while a card grows in its place', async () => {
    const list = await open();
    const card = arrive({ blocks: [] });
    await atBottom(list);
    for (let edits = 1; edits < 6; edits += 1) {
      const blocks = Array.from({ length: edits }, cardLike).flat();
      own.fixture.send({ kind: 'message', isNew: false, message: { ...card, edits, blocks } });
    }
    await expect.poll(() => list.getByRole('heading', { name: 'Full backup' }).count()).toBe(5);
    await staysAtBottom(list);
  });

  test('stays at the bottom when a thread opens beside it, which begins at its own', async () => {
    const list = await open();
    await atBottom(list);
    await own.page.goto(`${own.fixture.url}#${DBA}?thread=${FIRST.ts}`);
    const thread = listOf('Thread');
    await staysAtBottom(thread);
    await staysAtBottom(list);
    arrive({ threadTs: FIRST.ts });
    await staysAtBottom(thread);
    await own.page.getByRole('link', { name: 'Close thread' }).click();
    await staysAtBottom(list);
  });

  test('begins each channel at its bottom, wherever the last one was read', async () => {
    const list = await open();
    await readUp(list);
    await own.page.getByRole('link', { name: 'oncall' }).click();
    await staysAtBottom(listOf('Messages in oncall'));
    await own.page.getByRole('link', { name: 'dba' }).click();
    await staysAtBottom(listOf('Messages in dba'));
    arrive();
    await staysAtBottom(listOf('Messages in dba'));
  });

  test('leaves the reader where they are, and says what has come below', async () => {
    const list = await open();
    const top = await readUp(list);
    arrive();
    await own.page.getByRole('button', { name: '1 new message' }).waitFor();
    arrive();
    const news = own.page.getByRole('button', { name: '2 new messages' });
    await news.waitFor();
    expect(await list.evaluate((node) => node.scrollTop)).toBe(top);
    await news.click();
    await staysAtBottom(list);
    expect(await news.count()).toBe(0);
  });

  test('goes down to what the reader sends, be it a word or a command', async () => {
    const list = await open();
    const field = own.page.getByRole('textbox', { name: 'Message #dba' });
    for (const text of ['hello', '/mysqlop list']) {
      await readUp(list);
      own.fixture.answer = () => {
        arrive(text === 'hello' ? { user: ALICE, text } : { ephemeral: true });
        return {};
      };
      await field.fill(text);
      await field.press('Enter');
      await staysAtBottom(list);
    }
  });
});
