import { expect, test } from 'vitest';
import { startBolt } from './start-bolt.ts';
import { startSlack } from './start-slack.ts';

const user = 'U0ALICE';

/** A modal that a command has opened, and what the app heard of its closing. */
async function openModal(notifyOnClose: boolean) {
  const slack = await startSlack();
  const closed: string[] = [];
  await startBolt(slack, 'http', (app) => {
    app.command('/mysqlop', async ({ ack, client, body }) => {
      await ack();
      await client.views.open({
        trigger_id: body.trigger_id,
        view: {
          type: 'modal',
          callback_id: 'watch',
          notify_on_close: notifyOnClose,
          title: { type: 'plain_text', text: 'Watch' },
          blocks: [{ type: 'divider' }],
        },
      });
    });
    app.view({ callback_id: 'watch', type: 'view_closed' }, async ({ ack, view }) => {
      await ack();
      closed.push(view.id);
    });
  });
  await slack.command({ channel: 'C0DBA', user, text: '' });
  const { id: viewId } = await slack.until(() => slack.modals(user)[0]);
  return { slack, closed, viewId };
}

test('a person closes a modal, and an app that wants to know is told', async () => {
  const { slack, closed, viewId } = await openModal(true);
  await slack.closeView({ user, viewId });
  expect(slack.modals(user)).toEqual([]);
  expect(closed).toEqual([viewId]);
});

test('an app that does not want to know is not told', async () => {
  const { slack, closed, viewId } = await openModal(false);
  await slack.closeView({ user, viewId });
  expect(slack.modals(user)).toEqual([]);
  expect(closed).toEqual([]);
});

test('nobody closes what is not before them', async () => {
  const { slack, viewId } = await openModal(true);
  await expect(slack.closeView({ user: 'U0BOB', viewId })).rejects.toThrow(viewId);
  await slack.closeView({ user, viewId });
  await expect(slack.closeView({ user, viewId })).rejects.toThrow(viewId);
});

test('direct messages with a person can be opened before the app writes any', async () => {
  const slack = await startSlack();
  const opened = slack.directMessages(user);
  expect(opened).toMatchObject({ id: 'D0ALICE', kind: 'im', isMember: true, user });
  expect(slack.directMessages(user)).toEqual(opened);
  expect(slack.channels()).toContainEqual(opened);
  expect(() => slack.directMessages('U0NOBODY')).toThrow('no user U0NOBODY');
});
