import { expect, test } from 'vitest';
import type { Done } from '../../src/sandbox/page/protocol.ts';
import { describeInBrowser } from './browser.ts';
import { useFixturePage } from './fixture-page.ts';
import { botMessage, cardLike, DBA, DM, modalView, quietState, section } from './fixture-state.ts';

describeInBrowser('forms, menus and the Home tab', () => {
  const own = useFixturePage();

  test('keeps a form open on a validation error, at its field, and takes what is filled in', async () => {
    const page = await own.open();
    own.fixture.send({ kind: 'views', views: [modalView()] });
    const dialog = page.getByRole('dialog', { name: 'Watch an operation' });
    const submit = dialog.getByRole('button', { name: 'Watch', exact: true });
    const field = dialog.getByRole('textbox', { name: 'Operation' });
    await submit.click();
    await dialog.getByText('Please complete this required field.').waitFor();
    expect(await field.evaluate((node) => node === node.ownerDocument.activeElement)).toBe(true);

    own.fixture.answer = () => {
      own.fixture.send({
        kind: 'views',
        views: [modalView({ errors: { operation: 'No such id.' } })],
      });
      return {};
    };
    await field.fill('nonsense');
    await dialog.getByRole('combobox', { name: 'Location' }).selectOption('West Europe');
    await dialog.getByRole('checkbox', { name: 'Tell me' }).check();
    await dialog.getByRole('group', { name: 'Tell' }).getByLabel('alice').check();
    await dialog.getByLabel('Until').fill('2026-12-24');
    await submit.click();
    await dialog.getByText('No such id.').waitFor();
    expect(own.fixture.asked.at(-1)).toEqual({
      do: 'submit',
      viewId: 'V0FORM',
      values: {
        operation: 'nonsense',
        location: 'West Europe',
        days: ['Tell me'],
        people: ['U0ALICE'],
        until: '2026-12-24',
      },
    });
    expect(await field.inputValue()).toBe('nonsense');
    const described = (await field.getAttribute('aria-describedby')) ?? '';
    const [problem = ''] = described.split(' ');
    expect(await page.locator(`[id="${problem}"]`).textContent()).toBe('No such id.');
    await expect
      .poll(() => field.evaluate((node) => node === node.ownerDocument.activeElement))
      .toBe(true);

    await page.keyboard.press('Escape');
    await expect
      .poll(() => own.fixture.asked.at(-1))
      .toEqual({ do: 'close-view', viewId: 'V0FORM' });
    own.fixture.send({ kind: 'views', views: [] });
    await dialog.waitFor({ state: 'detached' });
  });

  test('offers shortcuts beside the composer, and in the menu of each message', async () => {
    const message = botMessage(1, { blocks: cardLike() });
    const reply = botMessage(2, { threadTs: message.ts });
    const page = await own.open(
      `#${DBA}?thread=${message.ts}`,
      quietState({ messages: [message, reply] }),
    );
    await page.getByRole('button', { name: 'Shortcuts' }).click();
    await page.getByRole('button', { name: 'Watch an operation' }).click();
    const shortcut = { do: 'shortcut', channel: DBA } as const;
    await expect.poll(() => own.fixture.asked.at(-1)).toEqual({ ...shortcut, callbackId: 'watch' });

    const inThread = page.locator('.thread-pane .message').last();
    await inThread.hover();
    await inThread.getByRole('button', { name: 'More actions' }).click();
    const choice = inThread.getByRole('button', { name: 'Watch this operation' });
    await choice.click();
    await expect
      .poll(() => own.fixture.asked.at(-1))
      .toEqual({ ...shortcut, callbackId: 'watch-this', ts: reply.ts });
    expect(await choice.isVisible()).toBe(false);
  });

  test('opens the menu of a card within the window, and closes it with a choice', async () => {
    const message = botMessage(1, { blocks: cardLike() });
    const page = await own.open('', quietState({ messages: [message] }));
    await page.getByRole('button', { name: 'More choices' }).click();
    const choice = page.getByRole('button', { name: 'Mute' });
    await expect.poll(async () => (await choice.boundingBox())?.y).toBeLessThan(880);
    await choice.click();
    const { channel, ts } = message;
    await expect
      .poll(() => own.fixture.asked.at(-1))
      .toEqual({ do: 'press', channel, ts, actionId: 'more', value: 'mute' });
    expect(await choice.isVisible()).toBe(false);
  });

  test('says on the Home tab what could not be done there', async () => {
    const page = await own.open(`#${DM}`);
    own.fixture.answer = () => ({ problem: 'This app responded with the error "dispatch_failed"' });
    await page.getByRole('link', { name: 'Home' }).click();
    await page.getByRole('alert').getByText('dispatch_failed').waitFor();
  });

  test('says that the Home tab is still to come, and shows it once it is published', async () => {
    const page = await own.open(`#${DM}`);
    await page.getByRole('link', { name: 'Home' }).click();
    await page.getByText('The app has not shown its Home tab yet.').waitFor();
    expect(own.fixture.asked.at(-1)).toEqual({ do: 'open-home' });
    const definition = { blocks: [section('*All watches*')] };
    own.fixture.send({
      kind: 'views',
      views: [{ id: 'V0HOME', kind: 'home', definition, errors: {} }],
    });
    await page.getByText('All watches').waitFor();
  });

  test('disables a button while its press is under way, and presses once', async () => {
    const message = botMessage(1, { blocks: cardLike() });
    const page = await own.open('', quietState({ messages: [message] }));
    const { promise, resolve } = Promise.withResolvers<Done>();
    own.fixture.answer = () => promise;
    const before = own.fixture.asked.length;
    const button = page.getByRole('button', { name: 'Refresh', exact: true });
    await button.click();
    await expect.poll(() => button.isDisabled()).toBe(true);
    resolve({});
    await expect.poll(() => button.isEnabled()).toBe(true);
    expect(own.fixture.asked.slice(before)).toEqual([
      { do: 'press', channel: message.channel, ts: message.ts, actionId: 'Refresh' },
    ]);
  });
});
