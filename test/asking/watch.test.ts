import { describe, expect, test } from 'vitest';
import type { Asker } from '../../src/asking/asker.ts';
import { channelNamed, userNamed } from '../names.ts';
import { failure, START, snapshotReading } from '../watch/build-record.ts';
import {
  ALICE,
  askingOn,
  BOB,
  CAROL,
  operation,
  queuesWithoutRedis,
  urlOf,
} from './start-asking.ts';
import { useAsking } from './use-asking.ts';

const REFERENCE = operation(1);
const ID = REFERENCE.operationId;

const here = useAsking();

const watch = (asker: Asker = ALICE, label?: string) =>
  here.world.asking.watch(asker, { operation: urlOf(REFERENCE), ...(label && { label }) });

async function onlyRecord() {
  const [id, ...more] = await here.world.watches.liveIds();
  if (!id || more.length > 0) throw new Error(`${more.length + (id ? 1 : 0)} watches are live`);
  return await here.world.record(id);
}

describe('asking for a watch', () => {
  test('begins it, has it read at once, and logs who asked', async () => {
    const responseUrl = 'https://hooks.slack.com/commands/secret';
    expect(await watch({ ...ALICE, responseUrl })).toMatchObject({
      kind: 'begun',
      reference: REFERENCE,
    });
    const { id, cards, begunAt } = await onlyRecord();
    expect(begunAt).toBe(START);
    expect(cards).toMatchObject([{ channel: 'C0DBA', askedBy: 'U0ALICE', responseUrl }]);
    await expect.poll(() => here.world.queues.withoutPoll([id])).toEqual([]);
    expect(here.world.logged('watch.begun')).toEqual([
      { watch: id, operation: ID, channel: 'C0DBA', user: 'U0ALICE' },
    ]);
  });

  test('joins the one that another channel has asked for', async () => {
    await watch();
    expect(await watch(CAROL)).toMatchObject({ kind: 'joined', reference: REFERENCE });
    expect((await onlyRecord()).cards.map(({ channel }) => channel)).toEqual(['C0DBA', 'C0SHOP']);
    expect(here.world.logged('watch.joined')).toMatchObject([
      { channel: 'C0SHOP', user: 'U0CAROL' },
    ]);
  });

  test('leads to the card that stands, as long as it stands', async () => {
    const id = await here.world.begun(REFERENCE, ALICE);
    expect(await watch(BOB)).toMatchObject({
      kind: 'stands',
      askedBy: userNamed('U0ALICE'),
      link: undefined,
    });
    await here.world.post(id, channelNamed('C0DBA'), '1.1');
    expect(await watch(BOB)).toMatchObject({ kind: 'stands', link: 'link:C0DBA/1.1' });
    await here.world.lose(id, channelNamed('C0DBA'));
    expect(await watch(BOB)).toMatchObject({ kind: 'stands', link: undefined });
  });

  test('keeps what the asker calls it, without a signature, and that it is private', async () => {
    await watch({ ...ALICE, isPrivate: true }, 'nightly https://a.example/x?sig=c2VjcmV0 backup');
    const [card] = (await onlyRecord()).cards;
    expect(card).toMatchObject({ isPrivate: true, label: expect.stringMatching(/^nightly/) });
    expect(JSON.stringify(card)).not.toContain('c2VjcmV0');
  });

  test('of several begins each, and answers each', async () => {
    await here.world.begun(operation(2), ALICE);
    const elsewhere = urlOf({ ...operation(3), subscriptionId: ID });
    const all = [operation(1), operation(2), operation(4)].map(urlOf).concat(elsewhere).join('\n');
    expect(await here.world.asking.watch(ALICE, { operation: all, label: 'batch' })).toMatchObject({
      kind: 'several',
      answers: [{ kind: 'begun' }, { kind: 'stands' }, { kind: 'begun' }, { kind: 'refused' }],
    });
    expect(await here.world.watches.liveIds()).toHaveLength(3);
  });

  test('of what may not be read keeps nothing', async () => {
    const elsewhere = urlOf({ ...REFERENCE, subscriptionId: ID });
    expect(await here.world.asking.watch(ALICE, { operation: elsewhere })).toMatchObject({
      kind: 'refused',
    });
    expect(await here.world.kept()).toEqual([]);
  });

  test('is accepted though its job can’t be added now', async () => {
    const queues = await queuesWithoutRedis(here.server.url);
    const { asking, logged } = askingOn(here.server.connection, { queues });
    expect(await asking.watch(ALICE, { operation: urlOf(REFERENCE) })).toMatchObject({
      kind: 'begun',
    });
    const watches = await here.world.watches.liveIds();
    expect(watches).toHaveLength(1);
    await expect.poll(() => logged('asking.kick_failed')).toMatchObject([{ watch: watches[0] }]);
  });
});

describe('asking for a watch by the id alone', () => {
  const bare = { operation: ID, label: 'nightly' };

  test('begins it where Azure knows it', async () => {
    const { asking, close } = askingOn(here.server.connection, {
      read: async ({ location }) =>
        location === 'eastus' ? snapshotReading() : failure('not-found'),
    });
    const reference = { ...REFERENCE, location: 'eastus' };
    expect(await asking.watch(ALICE, bare)).toMatchObject({ kind: 'begun', reference });
    expect((await onlyRecord()).cards).toMatchObject([{ label: 'nightly' }]);
    await close();
  });

  test('keeps nothing of what Azure knows nowhere', async () => {
    expect(await here.world.asking.watch(ALICE, bare)).toMatchObject({
      kind: 'refused',
      explanation: expect.stringContaining('West Europe, East US'),
    });
    expect(await here.world.watches.liveIds()).toEqual([]);
  });

  test('is answered twice where Azure takes its time', async () => {
    const { promise: azure, resolve } = Promise.withResolvers<void>();
    const { asking, close } = askingOn(here.server.connection, {
      read: async () => {
        await azure;
        return snapshotReading();
      },
    });
    const answer = await asking.watch(ALICE, bare);
    expect(answer).toMatchObject({ kind: 'searching', places: ['West Europe', 'East US'] });
    expect(await here.world.watches.liveIds()).toEqual([]);
    resolve();
    expect(answer.kind === 'searching' && (await answer.found)).toMatchObject({ kind: 'begun' });
    expect(await here.world.watches.liveIds()).toHaveLength(1);
    await close();
  });
});
