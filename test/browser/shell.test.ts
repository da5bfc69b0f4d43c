import { expect, test } from 'vitest';
import { describeInBrowser } from './browser.ts';
import { useFixturePage } from './fixture-page.ts';
import { botMessage, cardLike, ONCALL, operation, quietState } from './fixture-state.ts';

describeInBrowser('what surrounds the messages', () => {
  const own = useFixturePage();

  test('has a guide, which is dismissed for good and can be asked for', async () => {
    const page = await own.open();
    const guide = page.getByRole('region', { name: /mysqlop watches/ });
    await guide.getByRole('button', { name: 'See an import fail' }).click();
    const watched = { do: 'start-story', story: 'import-fails', isWatched: true };
    await expect.poll(() => own.fixture.asked.at(-1)).toEqual(watched);
    await guide.getByRole('button', { name: 'Watch one yourself' }).click();
    const field = page.getByRole('textbox', { name: 'Message #dba' });
    expect(await field.inputValue()).toBe(`/mysqlop watch ${operation().operationId}`);
    await guide.getByRole('button', { name: 'Dismiss' }).click();
    expect(await guide.count()).toBe(0);
    await page.reload();
    await page.getByRole('heading', { name: 'Azure', exact: true }).waitFor();
    expect(await guide.count()).toBe(0);
    await page.getByRole('button', { name: 'What is this?' }).click();
    await guide.waitFor();
  });

  test('leads with imports, and keeps ended operations folded until they are cleared', async () => {
    const ended = Array.from({ length: 69 }, (_, n) =>
      operation({ operationId: `e${n}`, ended: true }),
    );
    const page = await own.open('', quietState({ operations: [operation(), ...ended] }));
    const azure = page.getByRole('complementary', { name: 'Azure' });
    expect(await azure.locator('summary').allTextContents()).toEqual([
      'Imports',
      'Backups',
      'Ended (69)',
    ]);
    await azure.getByRole('button', { name: 'An import that succeeds' }).waitFor();
    const cards = azure.getByRole('article');
    expect(await cards.filter({ visible: true }).count()).toBe(1);
    await azure.getByText('Ended (69)').click();
    expect(await cards.filter({ visible: true }).count()).toBe(70);
    await azure.getByRole('button', { name: 'Clear' }).click();
    await expect.poll(() => own.fixture.asked.at(-1)).toEqual({ do: 'clear-ended' });
  });

  test('names the process whose plug is pulled', async () => {
    const page = await own.open();
    await page.getByRole('button', { name: 'Pull the plug of the worker' }).click();
    await expect.poll(() => own.fixture.asked.at(-1)).toEqual({ do: 'pull-plug', of: 'worker' });
    const plugs = { bot: 'stopped', worker: 'running' } as const;
    own.fixture.send({ kind: 'controls', controls: { speed: 10, slack: 'fine', plugs } });
    await page.getByRole('button', { name: 'Plug the bot in' }).click();
    await expect.poll(() => own.fixture.asked.at(-1)).toEqual({ do: 'plug-in', of: 'bot' });
  });

  test('tells of new messages elsewhere, of three at most, and never of edits', async () => {
    const page = await own.open();
    const toasts = page.locator('.toast');
    const alert = botMessage(1, { channel: ONCALL, text: 'Alert 1' });
    own.fixture.send({ kind: 'message', isNew: false, message: { ...alert, edits: 1 } });
    own.fixture.send({ kind: 'message', isNew: true, message: botMessage(2) });
    await page.getByText('Message 2').first().waitFor();
    expect(await toasts.count()).toBe(0);
    for (const n of [3, 4, 5, 6]) {
      const message = botMessage(n, { channel: ONCALL, text: `Alert ${n}` });
      own.fixture.send({ kind: 'message', isNew: true, message });
    }
    await toasts.filter({ hasText: 'Alert 6' }).waitFor();
    expect(await toasts.count()).toBe(3);
    await toasts.last().getByText('Alert 6').click();
    await page.getByRole('heading', { name: 'oncall' }).waitFor();
    expect(await toasts.count()).toBe(2);
  });

  test('says that it connects again, and does nothing until it has', async () => {
    const { page } = own;
    await page.route('**/events', (route) => route.abort());
    await page.goto('about:blank');
    own.fixture.state = quietState();
    await page.goto(own.fixture.url);
    await page.getByText('reconnecting').waitFor();
    await page.getByText('The demo does not answer.').waitFor();
    await page.unroute('**/events');
    await page.getByRole('heading', { name: 'Azure', exact: true }).waitFor();
    await expect.poll(() => page.getByText('The demo does not answer.').count()).toBe(0);
    own.forgive();
  });

  test('says that the demo has ended, does nothing more, and goes on with the next one', async () => {
    const message = botMessage(1, { blocks: cardLike() });
    const page = await own.open('', quietState({ messages: [message] }));
    own.fixture.state = quietState({ messages: [message, botMessage(2)] });
    await own.fixture.restart(async () => {
      await page.getByText('The demo has ended.').waitFor();
      const active = 'button:enabled, input:enabled, select:enabled, textarea:enabled';
      expect(await page.locator(active).count()).toBe(0);
    });
    await page.getByText('Message 2').waitFor();
    expect(await page.getByText('The demo has ended.').count()).toBe(0);
    await page.getByRole('button', { name: 'Refresh', exact: true }).click();
    own.forgive();
  });
});
