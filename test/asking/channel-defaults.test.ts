import { describe, expect, test } from 'vitest';
import { keys } from '../redis/with-redis.ts';
import { REFERENCE, START } from '../watch/build-record.ts';
import { ALICE, askingOn, BOB, CAROL, operation, REACH, urlOf } from './start-asking.ts';
import { useAsking } from './use-asking.ts';

const STAGING = '66666666-7777-8888-9999-000000000000';
const reach = {
  ...REACH,
  subscriptions: [...REACH.subscriptions, { name: 'staging', id: STAGING }],
};

const here = useAsking({ reach });

const { operationId } = operation(1);
const setTo = (wish: object) => here.world.asking.defaults(ALICE, { kind: 'set', ...wish });

describe('defaults', () => {
  test('are shown with who set them, and forgotten again', async () => {
    expect(await here.world.asking.defaults(BOB, { kind: 'show' })).toMatchObject({
      defaults: undefined,
    });
    await setTo({ location: 'east us' });
    await here.world.asking.defaults(BOB, { kind: 'set', subscription: 'Staging', isQuiet: true });
    expect(await here.world.asking.defaults(ALICE, { kind: 'show' })).toEqual({
      kind: 'defaults',
      defaults: {
        location: 'East US',
        subscription: STAGING,
        isQuiet: true,
        changedBy: 'U0BOB',
        changedAt: START,
      },
      location: 'East US',
      subscription: 'staging',
      isChanged: false,
    });
    expect(await here.world.asking.defaults(CAROL, { kind: 'show' })).toMatchObject({
      defaults: undefined,
    });
    const cleared = await here.world.asking.defaults(ALICE, { kind: 'clear' });
    expect(cleared).toMatchObject({ defaults: undefined, isChanged: true });
  });

  test.each([
    [{ location: 'eest us' }, 'Did you mean “in East US”?'],
    [{ location: 'a;b' }, 'That is no Azure location.'],
    [{ subscription: 'stagin' }, 'Did you mean “on staging”?'],
  ])('are checked as for a watch: %j', async (wish, words) => {
    expect(await setTo(wish)).toMatchObject({
      kind: 'refused',
      explanation: expect.stringContaining(words),
    });
    expect(await here.server.redis.exists(keys.defaults)).toBe(0);
  });

  test('say where a bare id runs, and that they did', async () => {
    await setTo({ location: 'East US', subscription: 'staging' });
    expect(await here.world.asking.watch(ALICE, { operation: operationId })).toMatchObject({
      kind: 'begun',
      reference: { subscriptionId: STAGING, location: 'East US', operationId },
      isUsualPlace: true,
    });
  });

  test('yield to what is said', async () => {
    await setTo({ location: 'East US', subscription: 'staging' });
    const wish = { operation: operationId, location: 'West Europe', subscription: 'prod' };
    const { subscriptionId } = REFERENCE;
    expect(await here.world.asking.watch(ALICE, wish)).toMatchObject({
      kind: 'begun',
      reference: { subscriptionId, location: 'West Europe', operationId },
    });
  });

  test('yield to what a URL says', async () => {
    await setTo({ location: 'East US', subscription: 'staging' });
    expect(await here.world.asking.watch(ALICE, { operation: urlOf(operation(1)) })).toMatchObject({
      kind: 'begun',
      reference: operation(1),
    });
  });

  test('yield to what the form began with in another channel', async () => {
    await setTo({ location: 'East US', subscription: 'staging' });
    const wish = { operation: operationId, usual: { location: 'West Europe' } };
    expect(await here.world.asking.watch(ALICE, wish)).toMatchObject({
      reference: { subscriptionId: STAGING, location: 'West Europe' },
    });
  });

  test('of a subscription that may no longer be read count for nothing, and say so', async () => {
    await setTo({ location: 'East US', subscription: 'staging' });
    const other = askingOn(here.server.connection, { reach: REACH });
    try {
      expect(await other.asking.defaults(ALICE, { kind: 'show' })).toMatchObject({
        subscription: undefined,
        defaults: { subscription: STAGING },
      });
      expect(await other.asking.watch(ALICE, { operation: operationId })).toMatchObject({
        kind: 'begun',
        reference: { subscriptionId: REFERENCE.subscriptionId, location: 'East US' },
      });
    } finally {
      await other.close();
    }
  });

  test('have new cards begin without notes, and leave the others alone', async () => {
    await setTo({ isQuiet: true });
    const inDba = await here.world.asking.watch(ALICE, { operation: urlOf(operation(1)) });
    const inShop = await here.world.asking.watch(CAROL, { operation: urlOf(operation(1)) });
    expect([inDba.kind, inShop.kind]).toEqual(['begun', 'joined']);
    const { stored } = await here.world.watches.newest(operation(1));
    expect(stored?.record.cards.map(({ isQuiet }) => isQuiet ?? false)).toEqual([true, false]);
  });

  test('of another type in Redis are set aside, and hold up no watch', async () => {
    await here.server.redis.set(keys.defaults, 'x');
    expect(await here.world.asking.watch(ALICE, { operation: urlOf(operation(1)) })).toMatchObject({
      kind: 'begun',
    });
    expect(await setTo({ location: 'East US' })).toMatchObject({ location: 'East US' });
  });
});
