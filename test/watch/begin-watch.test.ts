import { describe, expect, it } from 'vitest';
import { joinWatch } from '../../src/watch/begin-watch.ts';
import { referenceKey } from '../../src/watch/operation-reference.ts';
import { stopCard } from '../../src/watch/stop-card.ts';
import { stoppedCards } from '../../src/watch/watch-card.ts';
import type { WatchRecord } from '../../src/watch/watch-record.ts';
import { channelNamed, userNamed } from '../names.ts';
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
import { endingOf, live } from './live.ts';

describe('asking again in the same channel', () => {
  it('finds the card that stands, whoever asks', () => {
    const joining = joinWatch(
      seen(),
      { channel: channelNamed('C0DBA'), askedBy: userNamed('U0BOB') },
      START,
    );
    expect(joining).toMatchObject({ kind: 'stands', card: { key: 'C0DBA-1', askedBy: 'U0ALICE' } });
  });

  it('finds the card that waits for Azure’s first answer', () => {
    expect(joinWatch(begun(), DBA, START).kind).toBe('stands');
  });
});

describe('asking in another channel', () => {
  it('shows a card there at once, where the operation has been seen', () => {
    const change = joined(seen(), SHOP, START + MINUTE);
    expect(toldBy(change)).toEqual(['C0SHOP-1/card']);
    expect(change.record.cards).toMatchObject([
      { channel: 'C0DBA', state: 'standing' },
      { channel: 'C0SHOP', askedBy: 'U0BOB', state: 'standing', askedAt: START + MINUTE },
    ]);
  });

  it('shows a card there at once, where the others show why Azure can’t be read', () => {
    const { record } = play(begun(), [[0, failure('forbidden')]]);
    expect(toldBy(joined(record, SHOP))).toEqual(['C0SHOP-1/card']);
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
    const stopped = stopCard(record, channelNamed('C0DBA'), userNamed('U0BOB'), START + MINUTE);
    expect(stopped?.record).toMatchObject({
      state: 'live',
      cards: [
        { state: 'stopped', stoppedBy: 'U0BOB', stoppedAt: START + MINUTE },
        { channel: 'C0SHOP', state: 'standing' },
      ],
    });
    expect(stopped && toldBy(stopped)).toEqual(['C0DBA-1/stopped']);
    expect(stopped?.changedCards).toEqual(['C0DBA-1']);
  });

  it('ends the whole watch with its last card, without an alert', () => {
    const stopped = stopCard(seen(), channelNamed('C0DBA'), userNamed('U0BOB'), START + MINUTE);
    expect(endingOf(stopped?.record)).toEqual({
      verdict: 'stopped',
      at: START + MINUTE,
      by: 'U0BOB',
    });
    expect(stopped && toldBy(stopped)).toEqual(['C0DBA-1/stopped']);
  });

  it('says nothing in the channel where no card stands yet', () => {
    const stopped = stopCard(begun(), channelNamed('C0DBA'), userNamed('U0ALICE'), START);
    expect(endingOf(stopped?.record)).toMatchObject({ verdict: 'stopped' });
    expect(stopped).toMatchObject({ outbox: [], changedCards: [] });
  });

  it('keeps a card away from a channel that did not wait for it', () => {
    const stopped = stopCard(
      begunInTwoChannels(),
      channelNamed('C0DBA'),
      userNamed('U0ALICE'),
      START,
    );
    const { record, told } = play(stopped?.record ?? begun(), [[0, snapshotReading()]]);
    expect(told).toEqual(['C0SHOP-1/card']);
    expect(record.cards).toMatchObject([{ state: 'stopped' }, { state: 'standing' }]);
  });

  it('finds nothing to stop in a channel that has no card', () => {
    expect(stopCard(seen(), channelNamed('C0SHOP'), userNamed('U0BOB'), START)).toBeUndefined();
  });

  it('finds nothing to stop twice', () => {
    const { record } = play(begunInTwoChannels(), [[0, snapshotReading()]]);
    const once = stopCard(record, channelNamed('C0DBA'), userNamed('U0ALICE'), START)?.record;
    expect(
      once && stopCard(once, channelNamed('C0DBA'), userNamed('U0ALICE'), START),
    ).toBeUndefined();
  });

  it('finds nothing to stop once the operation has ended', () => {
    const { record } = play(seen(), [[MINUTE, snapshotReading({ status: 'Succeeded' })]]);
    expect(
      stopCard(record, channelNamed('C0DBA'), userNamed('U0ALICE'), START + MINUTE),
    ).toBeUndefined();
  });
});

describe('asking again after a stop', () => {
  it('drops the stopped cards that are told, and never uses their names again', () => {
    const dba = channelNamed('C0DBA');
    const stop = (record: WatchRecord) =>
      stopCard(record, dba, userNamed('U0ALICE'), START)?.record ?? record;
    const ask = (record: WatchRecord, told: readonly string[]) => {
      const all = stoppedCards(record, dba).filter((key) => told.includes(key));
      const joining = joinWatch(live(record), DBA, START, all);
      if (joining.kind === 'stands') throw new Error('That channel has a card already');
      return joining.change.record;
    };
    const once = stop(begunInTwoChannels());
    const twice = stop(ask(once, []));
    expect(twice.cards.map(({ key }) => key)).toEqual(['C0DBA-1', 'C0SHOP-1', 'C0DBA-2']);
    const third = ask(twice, ['C0DBA-1', 'C0DBA-2']);
    expect(third.cards.map(({ key }) => key)).toEqual(['C0SHOP-1', 'C0DBA-3']);
    expect(ask(stop(third), ['C0DBA-3']).cards.at(-1)?.key).toBe('C0DBA-4');
  });

  const { record } = play(begunInTwoChannels(), [[0, snapshotReading()]]);
  const stopped =
    stopCard(record, channelNamed('C0DBA'), userNamed('U0ALICE'), START)?.record ?? record;

  it('brings a new card, with a key of its own', () => {
    const again = joined(stopped, DBA);
    expect(again.record.cards.map(({ key }) => key)).toEqual(['C0DBA-1', 'C0SHOP-1', 'C0DBA-2']);
    expect(toldBy(again)).toEqual(['C0DBA-2/card']);
  });

  it('leaves the stopped card stopped: what happens is told under the new one', () => {
    const { told, last } = play(joined(stopped, DBA).record, [
      [MINUTE, snapshotReading({ status: 'Succeeded' })],
    ]);
    expect(told).toEqual(['C0SHOP-1/ended', 'C0DBA-2/ended']);
    expect(last.changedCards).toEqual(['C0SHOP-1', 'C0DBA-2']);
    expect(last.record.cards[0]).toMatchObject({ state: 'stopped' });
  });

  it('can be stopped again', () => {
    const twice = stopCard(
      joined(stopped, DBA).record,
      channelNamed('C0DBA'),
      userNamed('U0BOB'),
      START,
    );
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
