import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { NO_DEADLINE } from '../../../src/redis/deadline.ts';
import { type SandboxRedis, startPrivateRedis } from '../../../src/sandbox/redis/private-redis.ts';
import { startEditStream } from '../../../src/telling/editing/edit-stream.ts';
import { createDeliver } from '../../../src/telling/posting/deliver.ts';
import { type Destination, destinations } from '../../../src/watch/names.ts';
import { DBA, ONCALL } from '../../faults/bench.ts';
import { type Courier, startCourier } from '../../faults/courier.ts';
import { seen } from '../../faults/crash/one-life.ts';
import { digestNamed } from '../../names.ts';
import { afterReading } from '../../watch/live.ts';

/** For longer than an alert waits for its card. */
const LATE_MS = 3000;

let redis: SandboxRedis;
let courier: Courier;
beforeAll(async () => {
  redis = await startPrivateRedis();
});
beforeEach(async () => {
  courier = await startCourier({ redisUrl: redis.url, readings: [seen('Failed', 0)] });
});
afterEach(async () => {
  await courier.stop();
});
afterAll(async () => {
  await redis.stop();
});

const oncall = () => courier.slack.messages(ONCALL).map(({ blocks }) => JSON.stringify(blocks));

/** Slack does not take the card for long: the alert does not wait for it. */
async function alertWithoutCard(destination: Destination): Promise<void> {
  const owed = await courier.outboxes.head(destination);
  if (!owed) throw new Error('No alert is owed');
  courier.slack.fail({ method: 'chat.postMessage', when: isForCard, with: { kind: 'drop' } });
  expect(await courier.next(courier.card)).toMatchObject({ kind: 'later' });
  const late = createDeliver({ ...courier.parts, now: () => Date.now() + LATE_MS });
  expect(await late(owed)).toBeUndefined();
}

const isForCard = ({ channel }: Readonly<Record<string, unknown>>) => channel === DBA;

async function linkOnceTheCardStands(): Promise<void> {
  const stream = startEditStream(courier.parts);
  // What was posted is looked at once, too.
  await courier.untilAllEdited();
  await courier.drain(courier.card);
  const [{ ts } = { ts: '' }] = courier.slack.messages(DBA);
  const link = `archives/${DBA}/p${ts.replace('.', '')}`;
  await courier.slack.until(() => oncall().at(-1)?.includes(link));
  await stream.close();
}

test('an alert that could not wait for its card gets the link when that stands', async () => {
  await alertWithoutCard(courier.alert);
  expect(oncall()).toHaveLength(1);
  expect(oncall()[0]).not.toContain(`archives/${DBA}`);
  await linkOnceTheCardStands();
  expect(oncall()).toHaveLength(1);
});

test('so does its line on a burst’s digest', async () => {
  const first = await courier.beginAnother('op-first');
  await courier.watches.update(
    first,
    (record) => afterReading(record, seen('Failed', 0), Date.now(), courier.parts.policy),
    { deadline: NO_DEADLINE },
  );
  const late = createDeliver({ ...courier.parts, now: () => Date.now() + LATE_MS });
  const deliverNext = async (destination: Destination) => {
    const owed = await courier.outboxes.head(destination);
    return owed && (await late(owed));
  };
  await deliverNext(destinations.alert(first));
  await alertWithoutCard(courier.alert);
  const digest = await courier.parts.digests.digestOf(courier.id);
  expect(
    await deliverNext(destinations.digest('failures', digest?.digest ?? digestNamed(''))),
  ).toBeUndefined();
  expect(oncall()).toHaveLength(2);
  expect(oncall()[1]).toContain('op-1');
  expect(oncall()[1]).not.toContain(`archives/${DBA}`);
  await linkOnceTheCardStands();
});
