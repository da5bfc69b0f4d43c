import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { failedOperation, succeededOperation } from '../../src/sandbox/azure/ended-operation.ts';
import { backupProperties } from '../../src/sandbox/azure/in-progress-backup.ts';
import {
  type SimulatedPagerDuty,
  startSimulatedPagerDuty,
} from '../../src/sandbox/pager/simulated-pager-duty.ts';
import { startPrivateRedis } from '../../src/sandbox/redis/private-redis.ts';
import type { SimulatedMessage } from '../../src/sandbox/slack/state/message.ts';
import { shownIn } from './cards.ts';
import { failed } from './running.ts';
import { ALICE, BOB, DBA, ONCALL, startTestWorld, type TestWorld } from './start-test-world.ts';

const ESCALATION = 'C0RANDOM';
const GIB = 2 ** 30;
const ERROR = { code: 'Broken', message: 'It broke.' };
const LONG_MS = 60_000;
const WAIT_MS = 60_000;
const TEST_MS = 240_000;

/** What Azure answers of a backup that has run from then to then. */
const ended = (startTime: number, endTime: number) => ({
  startTime,
  endTime,
  properties: backupProperties(GIB, GIB),
});

let world: TestWorld;
let pagerDuty: SimulatedPagerDuty;
const told = (channel: string) => world.slack.messages(channel);
const calls = (channel: string) =>
  told(channel).filter(({ text }) => text.includes('Nobody looks after'));

/** An operation fails, and the on-call channel is told alone of it. */
async function failing(label: string, at = Date.now()): Promise<SimulatedMessage> {
  const body = failedOperation({ ...ended(at - LONG_MS, at), error: ERROR });
  const operation = world.azure.operation({ script: () => ({ kind: 'ok', body }) });
  await world.ask(`watch ${operation.asyncOperationUrl} as ${label}`);
  return await world.slack.until(
    () => told(ONCALL).find((message) => message.text.includes(`${label} `)),
    { timeoutMs: WAIT_MS, what: `an alert of ${label}` },
  );
}

const until = async <Found>(find: () => Found | undefined | false, what: string) =>
  await world.slack.until(find, { timeoutMs: WAIT_MS, what });

const now = ({ ts }: SimulatedMessage) => {
  const message = world.slack.message(ONCALL, ts);
  return message ? shownIn(message) : '';
};

const press = async ({ ts }: SimulatedMessage, actionId: string, user: string, value?: string) =>
  await world.slack.press({ channel: ONCALL, ts, actionId, user, ...(value && { value }) });

describe('an alert that nobody looks after', () => {
  beforeAll(async () => {
    world = await startTestWorld('socket', {
      REMIND_AFTER: '2s',
      REMIND_TIMES: '2',
      ESCALATION_MENTION: BOB,
      ESCALATION_CHANNEL: ESCALATION,
    });
  });
  afterAll(async () => {
    await world.stop();
  });

  test(
    'is called for again, then others are called, each once; Slack may be away meanwhile',
    async () => {
      const alert = await failing('forgotten');
      const restore = world.slack.fail({
        method: 'chat.postMessage',
        times: 1000,
        with: { kind: 'status', status: 503 },
      });
      await until(() => world.printed().includes('"event":"alert.reminded"'), 'a reminder');
      restore();
      await until(() => calls(ESCALATION)[0], 'an escalation');
      expect(calls(ONCALL)).toHaveLength(2);
      expect(calls(ESCALATION)).toHaveLength(1);
      expect(calls(ESCALATION)[0]?.text).toMatch(new RegExp(`^<@${BOB}> .+3 times`));
      await press(alert, 'acknowledge', ALICE);
      await until(() => calls(ONCALL).length === 0 && calls(ESCALATION).length === 0, 'thanks');
      expect(now(alert)).toContain(`Acknowledged by <@${ALICE}>`);
    },
    TEST_MS,
  );
});

describe('where Redis is away when on-call is to be called again', () => {
  test(
    'that is done once it is back, once',
    async () => {
      const afterMs = 6000;
      const folder = await mkdtemp(join(tmpdir(), 'mysqlop-kept-'));
      const settings = ['--dir', folder, '--appendonly', 'yes', '--appendfsync', 'always'];
      let redis = await startPrivateRedis({ settings });
      const port = Number(new URL(redis.url).port);
      world = await startTestWorld('socket', {
        REDIS_URL: redis.url,
        REMIND_AFTER: `${afterMs}ms`,
        REMIND_TIMES: '1',
      });
      try {
        await failing('unlucky');
        await redis.stop();
        expect(calls(ONCALL)).toEqual([]);
        await delay(afterMs + 1000);
        expect(calls(ONCALL)).toEqual([]);
        redis = await startPrivateRedis({ port, settings });
        await until(() => calls(ONCALL)[0], 'a reminder');
        // The connection that answers people may be back a moment later than the one that calls.
        await expect
          .poll(() => world.ask('list alerts'), { timeout: WAIT_MS })
          .toContain('Nobody looks after: 1');
        expect(calls(ONCALL)).toHaveLength(1);
        expect(told(ONCALL)).toHaveLength(2);
      } finally {
        await world.stop();
        await redis.stop();
        await rm(folder, { recursive: true, force: true });
      }
    },
    TEST_MS,
  );
});

describe('who looks after an alert', () => {
  beforeAll(async () => {
    pagerDuty = await startSimulatedPagerDuty();
    world = await startTestWorld('socket', {
      REMIND_AFTER: '1h',
      ADMINS: ALICE,
      PAGERDUTY_ROUTING_KEY: pagerDuty.routingKey,
      PAGERDUTY_URL: pagerDuty.url,
    });
  });
  afterAll(async () => {
    await world.stop();
    await pagerDuty.close();
  });

  test(
    'snoozes it, takes it back, is done with it; it shows, and admins see who did what',
    async () => {
      const alert = await failing('nightly');
      await press(alert, 'care-menu', BOB, careValue(alert, '4h'));
      await until(() => now(alert).includes(`Snoozed by <@${BOB}> until`), 'a snooze');
      await press(alert, 'care-menu', BOB, careValue(alert, 'take-back'));
      await until(() => now(alert).includes(`Taken back by <@${BOB}>`), 'nobody');
      expect((await world.ask('list alerts')).toString()).toBe('Nobody looks after: 1');

      await press(alert, 'done', ALICE);
      const form = await until(() => world.slack.modals(ALICE).at(-1), 'a form');
      await world.slack.submitView({
        user: ALICE,
        viewId: form.id,
        values: { line: 'Gave <!here> *room*.' },
      });
      await until(() => now(alert).includes(`Done by <@${ALICE}>`), 'done');
      expect(world.slack.modals(ALICE)).toEqual([]);
      const replies = () => world.slack.thread(ONCALL, alert.ts).map(({ text }) => text);
      await until(() => replies().some((text) => text.includes('&lt;!here&gt;')), 'what was done');
      expect(now(alert)).not.toMatch(/"(?:acknowledge|snooze|done|care-menu)"/);
      expect(await world.ask('list alerts')).toContain('There is no alert');

      const shown = async (text: string, user = ALICE) => {
        const { response } = await world.slack.command({ channel: DBA, user, text });
        return JSON.stringify(response);
      };
      expect(await shown('history')).toContain('Gave &lt;!here&gt;');
      const audit = await shown('audit');
      for (const verb of ['watch', 'snooze', 'take-back', 'done']) expect(audit).toContain(verb);
      expect(await shown('audit', BOB)).toContain('ADMINS');
    },
    TEST_MS,
  );

  test(
    'does not close with a digest what has failed since they opened the form',
    async () => {
      const digests = () => told(ONCALL).filter(({ text }) => /more operations? ha/.test(text));
      const failMany = (...labels: readonly string[]) =>
        Promise.all(
          labels.map((label) => {
            const operation = world.azure.operation({ script: () => failed() });
            return world.ask(`watch ${operation.asyncOperationUrl} as ${label}`);
          }),
        );
      // Of those that fail together, any may be told alone.
      await failing('first');
      await failMany('seen-1', 'seen-2');
      const digest = await until(
        () => digests().find((message) => /seen-1.+seen-2|seen-2.+seen-1/.test(message.text)),
        'a digest of two',
      );
      await press(digest, 'done', BOB);
      const form = await until(() => world.slack.modals(BOB).at(-1), 'a form');
      await failMany('later-1', 'later-2');
      await until(() => now(digest).includes('later-1') && now(digest).includes('later-2'), 'both');
      await world.slack.submitView({ user: BOB, viewId: form.id, values: { line: '' } });
      await until(() => now(digest).includes(`Done by <@${BOB}>`), 'done');
      expect(now(digest)).not.toContain('later');
      const rest = await until(() => digests().find(({ ts }) => ts !== digest.ts), 'the rest');
      expect(now(rest)).toMatch(/later-1.+later-2|later-2.+later-1/);
      expect(now(rest)).toContain('"acknowledge"');
      expect(await world.ask('list alerts')).toContain('Nobody looks after: 2');
      await press(rest, 'acknowledge', BOB);
      await until(() => now(rest).includes(`Acknowledged by <@${BOB}>`), 'thanks');
    },
    TEST_MS,
  );

  test(
    'need not look any more where another try succeeds: alert, thread and pager say so',
    async () => {
      const failedAt = Date.now() - 45 * 60_000;
      const alert = await failing('weekly', failedAt);
      const began = failedAt + 4 * 60_000;
      const body = succeededOperation(ended(began, failedAt + 41 * 60_000));
      const again = world.azure.operation({ script: () => ({ kind: 'ok', body }) });
      await world.ask(`watch ${again.asyncOperationUrl} as weekly`);
      const replies = () => world.slack.thread(ONCALL, alert.ts).map(({ text }) => text);
      await until(
        () => replies().some((text) => /^✅ Succeeded at the \w+ try, 41 min later/.test(text)),
        'its recovery',
      );
      await until(() => now(alert).includes('Succeeded at the second try'), 'the alert to show it');
      expect(await world.ask('list alerts')).toContain('There is no alert');
      const called = pagerDuty.calls.find(({ summary }) => summary?.includes('weekly'));
      const state = () => pagerDuty.alerts.get(called?.key ?? '')?.state;
      await expect.poll(state, { timeout: WAIT_MS }).toBe('resolved');
      // Who presses all the same does not open it again.
      await press(alert, 'acknowledge', BOB);
      expect(state()).toBe('resolved');
    },
    TEST_MS,
  );
});

/** What is chosen in the menu of an alert as it stands. */
function careValue(alert: SimulatedMessage, choice: string): string {
  const [, value = ''] = new RegExp(`"(${choice}/alert/[^"]+)"`).exec(now(alert)) ?? [];
  return value;
}
