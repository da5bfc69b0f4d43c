import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestDemo, type TestDemo } from './start-test-demo.ts';

const ONCALL = 'C0ONCALL';

let demo: TestDemo;
beforeAll(async () => {
  demo = await startTestDemo({ remindAfter: '1s' });
}, 60_000);
afterAll(async () => {
  await demo.stop();
});

test('where nobody looks, on-call is called again and again, then Bob, who looks, and the pager hears of it', async () => {
  await demo.act({ do: 'set-speed', speed: 180 });
  await demo.watch('nobody-looks', 'C0DBA');
  await demo.until(ONCALL, ({ text }) => /payroll-prod\b.* failed/.test(text));
  const escalation = await demo.until(ONCALL, ({ text }) => text.startsWith('<@U0BOB>'));
  await demo.until(
    ONCALL,
    ({ ts, blocks }) => ts === escalation.ts && JSON.stringify(blocks).includes('<@U0BOB>'),
  );
  const actions = () => demo.stage.state().pager.map(({ action }) => action);
  await expect.poll(actions, { timeout: 60_000 }).toEqual(['trigger', 'acknowledge']);
  expect(demo.stage.state().pager[0]).toMatchObject({
    isCall: true,
    summary: expect.stringContaining('payroll-prod'),
  });
  // The alert and the reminders before it: all in one channel, each a message of its own.
  const calls = demo.messages(ONCALL).filter(({ threadTs }) => threadTs === undefined);
  expect(calls).toHaveLength(4);
}, 120_000);
