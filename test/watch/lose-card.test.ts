import { describe, expect, it } from 'vitest';
import { loseCard } from '../../src/watch/lose-card.ts';
import { stopCard } from '../../src/watch/stop-card.ts';
import type { WatchRecord } from '../../src/watch/watch-record.ts';
import { cardNamed, channelNamed, userNamed } from '../names.ts';
import {
  begun,
  begunInTwoChannels,
  failure,
  MINUTE,
  play,
  START,
  seen,
  snapshotReading,
  steadily,
  toldBy,
} from './build-record.ts';

const HERE = cardNamed('C0DBA-1');

function lost(record: WatchRecord): WatchRecord {
  const change = loseCard(record, HERE);
  if (!change) throw new Error('It is lost already, or does not stand');
  return change.record;
}

function statesOf({ cards }: WatchRecord): readonly string[] {
  return cards.map(({ state }) => state);
}

describe('a card that somebody has deleted', () => {
  const both = play(begunInTwoChannels(), [[0, snapshotReading()]]).record;

  it('is lost, and no other with it; nothing is told of that', () => {
    const change = loseCard(both, HERE);
    expect(change && statesOf(change.record)).toEqual(['lost', 'standing']);
    expect(change).toMatchObject({ outbox: [], changedCards: [] });
  });

  it('still has the ending told, and nothing else', () => {
    const { told, last } = play(lost(both), [
      [MINUTE, snapshotReading({ percent: 50 })],
      [2 * MINUTE, snapshotReading({ status: 'Succeeded' })],
    ]);
    expect(told).toEqual(['C0SHOP-1/milestone-50', 'C0DBA-1/ended', 'C0SHOP-1/ended']);
    expect(last.changedCards).toEqual(['C0SHOP-1']);
  });

  it('has the ending told though the operation was never seen: people saw a card once', () => {
    const { record } = play(begun(), [[0, failure('forbidden')]]);
    const missing = steadily(failure('not-found'), { from: MINUTE, to: 3 * MINUTE });
    expect(play(lost(record), missing).told).toEqual(['C0DBA-1/ended']);
  });

  it('can be stopped, of which nothing is said where it stood', () => {
    const stopped = stopCard(lost(both), channelNamed('C0DBA'), userNamed('U0BOB'), START);
    expect(stopped && statesOf(stopped.record)).toEqual(['stopped', 'standing']);
    expect(stopped && toldBy(stopped)).toEqual([]);
    expect(stopped?.changedCards).toEqual([]);
  });

  it('is lost by a watch that has ended, too, which stays as it ended', () => {
    const { record } = play(seen(), [[MINUTE, snapshotReading({ status: 'Failed' })]]);
    const [card] = record.cards;
    const change = loseCard(record, HERE);
    expect(change?.record).toEqual({ ...record, cards: [{ ...card, state: 'lost' }] });
    // Slack may have taken the note of its ending under what was deleted.
    expect(change && toldBy(change)).toEqual(['C0DBA-1/ended-anew']);
  });
});

describe('there is nothing to lose', () => {
  it('twice', () => {
    expect(loseCard(lost(seen()), HERE)).toBeUndefined();
  });

  it('but its message where somebody has stopped it: it stays stopped', () => {
    const stopped =
      stopCard(seen(), channelNamed('C0DBA'), userNamed('U0BOB'), START)?.record ?? seen();
    const { record } = loseCard(stopped, HERE) ?? { record: stopped };
    expect(record.cards[0]).toMatchObject({ state: 'stopped', stands: false });
    expect(loseCard(record, HERE)).toBeUndefined();
  });

  it('while the card waits for Azure’s first answer, or where there is none of that name', () => {
    expect(loseCard(begun(), HERE)).toBeUndefined();
    expect(loseCard(seen(), cardNamed('C0DBA-2'))).toBeUndefined();
  });
});
