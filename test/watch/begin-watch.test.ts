import { describe, expect, it } from 'vitest';
import { joinWatch } from '../../src/watch/begin-watch.ts';
import { referenceKey } from '../../src/watch/operation-reference.ts';
import { stopCard } from '../../src/watch/stop-card.ts';
import {
  begun,
  begunInTwoChannels,
  DBA,
  failure,
  joined,
  MINUTE,
  play,
  REFERENCE,
  SHOP,
  START,
  seen,
  snapshotReading,
  toldBy,
} from './build-record.ts';

describe('asking again in the same channel', () => {
  it('finds the card that stands, whoever asks', () => {
    const joining = joinWatch(seen(), { channel: 'C0DBA', askedBy: 'U0BOB' }, START);
    expect(joining).toMatchObject({ kind: 'stands', card: { key: 'C0DBA-1', askedBy: 'U0ALICE' } });
  });

  it('finds the card that waits for Azure’s first answer', () => {
    expect(joinWatch(begun(), DBA, START).kind).toBe('stands');
  });
});

describe('asking in another channel', () => {
  it('shows a card there at once, where the operation has been seen', () => {
    const change = joined(seen(), SHOP, START + MINUTE);
    expect(toldBy(change)).toEqual(['C0SHOP-1/card', 'C0SHOP-1/started']);
    expect(change.record.cards).toMatchObject([
      { channel: 'C0DBA', opened: true },
      { channel: 'C0SHOP', askedBy: 'U0BOB', opened: true, askedAt: START + MINUTE },
    ]);
  });

  it('shows a card there at once, where the others show why Azure can’t be read', () => {
    const { record } = play(begun(), [[0, failure('forbidden')]]);
    expect(toldBy(joined(record, SHOP))).toEqual(['C0SHOP-1/card', 'C0SHOP-1/started']);
  });

  it('waits with the others for Azure’s first answer', () => {
    expect(toldBy(joined(begun(), SHOP))).toEqual([]);
  });

  it('leaves the first card as it is', () => {
    expect(joined(seen(), SHOP).changedCards).toEqual([]);
  });
});

describe('stopping', () => {
  it('ends the watch in one channel and leaves the other’s alone', () => {
    const { record } = play(begunInTwoChannels(), [[0, snapshotReading()]]);
    const stopped = stopCard(record, 'C0DBA', 'U0BOB', START + MINUTE);
    expect(stopped?.record).toMatchObject({
      outcome: { verdict: 'running' },
      cards: [{ stopped: { by: 'U0BOB', at: START + MINUTE } }, { channel: 'C0SHOP' }],
    });
    expect(stopped?.record.cards[1]).not.toHaveProperty('stopped');
    expect(stopped && toldBy(stopped)).toEqual(['C0DBA-1/stopped']);
    expect(stopped?.changedCards).toEqual(['C0DBA-1']);
  });

  it('ends the whole watch with its last card, without an alert', () => {
    const stopped = stopCard(seen(), 'C0DBA', 'U0BOB', START + MINUTE);
    expect(stopped?.record.outcome).toEqual({
      verdict: 'stopped',
      at: START + MINUTE,
      by: 'U0BOB',
    });
    expect(stopped && toldBy(stopped)).toEqual(['C0DBA-1/stopped']);
  });

  it('says nothing in the channel where no card stands yet', () => {
    const stopped = stopCard(begun(), 'C0DBA', 'U0ALICE', START);
    expect(stopped?.record.outcome.verdict).toBe('stopped');
    expect(stopped).toMatchObject({ outbox: [], changedCards: [] });
  });

  it('keeps a card away from a channel that did not wait for it', () => {
    const stopped = stopCard(begunInTwoChannels(), 'C0DBA', 'U0ALICE', START);
    const { record, told } = play(stopped?.record ?? begun(), [[0, snapshotReading()]]);
    expect(told).toEqual(['C0SHOP-1/card', 'C0SHOP-1/started']);
    expect(record.cards).toMatchObject([{ opened: false }, { opened: true }]);
  });

  it('finds nothing to stop in a channel that has no card', () => {
    expect(stopCard(seen(), 'C0SHOP', 'U0BOB', START)).toBeUndefined();
  });

  it('finds nothing to stop twice', () => {
    const { record } = play(begunInTwoChannels(), [[0, snapshotReading()]]);
    const once = stopCard(record, 'C0DBA', 'U0ALICE', START)?.record;
    expect(once && stopCard(once, 'C0DBA', 'U0ALICE', START)).toBeUndefined();
  });

  it('finds nothing to stop once the operation has ended', () => {
    const { record } = play(seen(), [[MINUTE, snapshotReading({ status: 'Succeeded' })]]);
    expect(stopCard(record, 'C0DBA', 'U0ALICE', START + MINUTE)).toBeUndefined();
  });
});

describe('asking again after a stop', () => {
  const { record } = play(begunInTwoChannels(), [[0, snapshotReading()]]);
  const stopped = stopCard(record, 'C0DBA', 'U0ALICE', START)?.record ?? record;

  it('brings a new card, with a key of its own', () => {
    const again = joined(stopped, DBA);
    expect(again.record.cards.map(({ key }) => key)).toEqual(['C0DBA-1', 'C0SHOP-1', 'C0DBA-2']);
    expect(toldBy(again)).toEqual(['C0DBA-2/card', 'C0DBA-2/started']);
  });

  it('leaves the stopped card stopped: what happens is told under the new one', () => {
    const { told, last } = play(joined(stopped, DBA).record, [
      [MINUTE, snapshotReading({ status: 'Succeeded' })],
    ]);
    expect(told).toEqual(['C0SHOP-1/ended', 'C0DBA-2/ended']);
    expect(last.changedCards).toEqual(['C0SHOP-1', 'C0DBA-2']);
    expect(last.record.cards[0]).toHaveProperty('stopped');
  });

  it('can be stopped again', () => {
    const twice = stopCard(joined(stopped, DBA).record, 'C0DBA', 'U0BOB', START);
    expect(twice && toldBy(twice)).toEqual(['C0DBA-2/stopped']);
  });
});

describe('one operation', () => {
  it.each([
    { location: 'West Europe' },
    { location: 'WESTEUROPE' },
    { subscriptionId: REFERENCE.subscriptionId.toUpperCase() },
  ])('has one watch, however it is spelt: %o', (spelling) => {
    expect(referenceKey({ ...REFERENCE, ...spelling })).toBe(referenceKey(REFERENCE));
  });

  it('has another watch than one with another id or in another place', () => {
    expect(referenceKey({ ...REFERENCE, operationId: 'other' })).not.toBe(referenceKey(REFERENCE));
    expect(referenceKey({ ...REFERENCE, location: 'eastus' })).not.toBe(referenceKey(REFERENCE));
  });
});
