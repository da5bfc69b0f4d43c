import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { createRedraw } from '../../src/jobs/redraw.ts';
import { type SandboxRedis, startPrivateRedis } from '../../src/sandbox/redis/private-redis.ts';
import { advance } from '../../src/watch/advance.ts';
import { ONCALL, WITH_ALICE } from './bench.ts';
import { type Courier, startCourier } from './courier.ts';
import { seen } from './crash/one-life.ts';

const FAILED = seen('Failed', 60);

let redis: SandboxRedis;
let courier: Courier;
beforeAll(async () => {
  redis = await startPrivateRedis();
});
beforeEach(async () => {
  courier = await startCourier({ redisUrl: redis.url, readings: [FAILED] });
});

/** The storm begins with an alert of its own. */
async function begin({ isArchived }: { readonly isArchived: boolean }): Promise<void> {
  courier.slack.changeChannel(ONCALL, { isArchived });
  await drain(courier.card);
  await drain(courier.alert);
}
afterEach(async () => {
  await courier.stop();
});
afterAll(async () => {
  await redis.stop();
});

/** Another operation fails, and its alert is gathered. @returns where it is owed then */
async function failAnother(operationId: string): Promise<string> {
  const { watches, parts, beginAnother, outboxes } = courier;
  const id = await beginAnother(operationId);
  await watches.update(id, (record) => advance(record, FAILED, Date.now(), parts.policy));
  await drain(`card/${id}/C0DBA-1`);
  await courier.next(`alert/${id}`);
  expect((await outboxes.head(`alert/${id}`))?.item.kind).not.toBe('alert');
  const [page = ''] = (await outboxes.owing()).filter((each) => each.startsWith('storm/'));
  return page;
}

async function drain(destination: string): Promise<void> {
  while (await courier.outboxes.head(destination)) {
    const failure = await courier.next(destination);
    if (failure) await delay(failure.afterMs ?? 0);
  }
}

async function drainAll(): Promise<void> {
  for (;;) {
    const [destination] = await courier.outboxes.owing();
    if (destination === undefined) return;
    await drain(destination);
  }
}

async function redrawAll(): Promise<void> {
  const { edits } = courier.parts;
  const redraw = createRedraw(courier.parts);
  for (;;) {
    const next = await edits.next();
    if (next.kind === 'none') return;
    if (next.kind === 'wait') await delay(next.ms);
    else {
      const redrawn = await redraw(next.taken);
      if (redrawn.kind === 'sending') await redrawn.sent;
    }
  }
}

function toldTo(channel: string, operationId: string): number {
  const messages = courier.slack.messages(channel);
  return messages.filter(({ blocks }) => JSON.stringify(blocks).includes(operationId)).length;
}

test('each alert of a page that no channel takes goes to whoever asked', async () => {
  await begin({ isArchived: true });
  await failAnother('op-2');
  await failAnother('op-3');
  await drainAll();
  expect([toldTo(WITH_ALICE, 'op-2'), toldTo(WITH_ALICE, 'op-3')]).toEqual([1, 1]);
});

test('an alert of the same storm that comes after that is told, too', async () => {
  await begin({ isArchived: true });
  const page = await failAnother('op-2');
  await drainAll();
  expect(await failAnother('op-3')).not.toBe(page);
  await drainAll();
  expect(toldTo(WITH_ALICE, 'op-3')).toBe(1);
});

test('a page that a dead process was taking apart is told to nobody as a whole', async () => {
  await begin({ isArchived: true });
  const [, , page = ''] = (await failAnother('op-2')).split('/');
  await courier.parts.storms.takeApart('failures', page);
  courier.slack.changeChannel(ONCALL, { isArchived: false });
  await drainAll();
  expect(toldTo(WITH_ALICE, 'op-2')).toBe(1);
  expect(toldTo(ONCALL, 'op-2')).toBe(0);
});

test('an alert for a page that somebody has deleted is told by the page as a new message', async () => {
  await begin({ isArchived: false });
  await failAnother('op-2');
  await drainAll();
  await redrawAll();
  const [page] = courier.slack.messages(ONCALL).slice(-1);
  courier.slack.deleteMessage(ONCALL, page?.ts ?? '');
  await failAnother('op-3');
  await redrawAll();
  await drainAll();
  await redrawAll();
  expect([toldTo(ONCALL, 'op-2'), toldTo(ONCALL, 'op-3')]).toEqual([1, 1]);
  expect(courier.slack.messages(ONCALL).at(-1)?.text).not.toContain('<!here>');
});

test('and where the channel of the page is lost, to whoever asked', async () => {
  await begin({ isArchived: false });
  await failAnother('op-2');
  await drainAll();
  await redrawAll();
  courier.slack.changeChannel(ONCALL, { isArchived: true });
  await failAnother('op-3');
  await redrawAll();
  await drainAll();
  expect(toldTo(WITH_ALICE, 'op-3')).toBe(1);
});
