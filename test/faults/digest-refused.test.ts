import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { NO_DEADLINE } from '../../src/redis/deadline.ts';
import { type SandboxRedis, startPrivateRedis } from '../../src/sandbox/redis/private-redis.ts';
import { createRedraw } from '../../src/telling/editing/redraw.ts';
import { type Destination, destinations } from '../../src/watch/names.ts';
import { cardNamed, destinationNamed, digestNamed } from '../names.ts';
import { afterReading } from '../watch/live.ts';
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

/** The burst begins with an alert of its own. */
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
async function failAnother(operationId: string): Promise<Destination> {
  const { watches, parts, beginAnother, outboxes } = courier;
  const id = await beginAnother(operationId);
  await watches.update(id, (record) => afterReading(record, FAILED, Date.now(), parts.policy), {
    deadline: NO_DEADLINE,
  });
  await drain(destinations.card(id, cardNamed('C0DBA-1')));
  await courier.next(destinations.alert(id));
  expect((await outboxes.head(destinations.alert(id)))?.item.kind).not.toBe('alert');
  const [digest] = (await outboxes.owing()).filter((each) => each.startsWith('digest/'));
  return digest ?? destinationNamed('nowhere');
}

async function drain(destination: Destination): Promise<void> {
  while (await courier.outboxes.head(destination)) {
    const failure = await courier.next(destination);
    if (failure) courier.wait(failure.afterMs ?? 0);
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
      const redrawn = await redraw(next.edit);
      if (redrawn.kind === 'sending') await redrawn.sent;
    }
  }
}

function toldTo(channel: string, operationId: string): number {
  const messages = courier.slack.messages(channel);
  return messages.filter(({ blocks }) => JSON.stringify(blocks).includes(operationId)).length;
}

test('each alert of a digest that no channel takes goes to whoever asked', async () => {
  await begin({ isArchived: true });
  await failAnother('op-2');
  await failAnother('op-3');
  await drainAll();
  expect([toldTo(WITH_ALICE, 'op-2'), toldTo(WITH_ALICE, 'op-3')]).toEqual([1, 1]);
});

test('an alert of the same burst that comes after that is told, too', async () => {
  await begin({ isArchived: true });
  const digest = await failAnother('op-2');
  await drainAll();
  expect(await failAnother('op-3')).not.toBe(digest);
  await drainAll();
  expect(toldTo(WITH_ALICE, 'op-3')).toBe(1);
});

test('a digest that a dead process was splitting is told to nobody as a whole', async () => {
  await begin({ isArchived: true });
  const [, , digest = ''] = (await failAnother('op-2')).split('/');
  await courier.parts.digests.split('failures', digestNamed(digest));
  courier.slack.changeChannel(ONCALL, { isArchived: false });
  await drainAll();
  expect(toldTo(WITH_ALICE, 'op-2')).toBe(1);
  expect(toldTo(ONCALL, 'op-2')).toBe(0);
});

test('an alert for a digest that somebody has deleted is told by the digest as a new message', async () => {
  await begin({ isArchived: false });
  await failAnother('op-2');
  await drainAll();
  await redrawAll();
  const [digest] = courier.slack.messages(ONCALL).slice(-1);
  courier.slack.deleteMessage(ONCALL, digest?.ts ?? '');
  await failAnother('op-3');
  await redrawAll();
  await drainAll();
  await redrawAll();
  expect([toldTo(ONCALL, 'op-2'), toldTo(ONCALL, 'op-3')]).toEqual([1, 1]);
  expect(courier.slack.messages(ONCALL).at(-1)?.text).not.toContain('<!here>');
});

test('and where the channel of the digest is lost, to whoever asked', async () => {
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
