import { describe, expect, test } from 'vitest';
import { quietCard } from '../../src/watch/quiet-card.ts';
import { stopCard } from '../../src/watch/stop-card.ts';
import { MOST_TOLD } from '../../src/watch/tell-at-end.ts';
import { type TellMe, tellMe } from '../../src/watch/tell-me.ts';
import type { WatchRecord } from '../../src/watch/watch-record.ts';
import { channelNamed, userNamed } from '../names.ts';
import {
  begun,
  begunInTwoChannels,
  blind,
  endedOtherwise,
  failure,
  MINUTE,
  play,
  START,
  seen,
  snapshotReading,
} from './build-record.ts';

const DBA = channelNamed('C0DBA');
const BOB = userNamed('U0BOB');
const CAROL = userNamed('U0CAROL');

function changed(told: TellMe | undefined): WatchRecord {
  if (!told || !('change' in told)) throw new Error(`That changes nothing: ${told?.kind}`);
  return told.change.record;
}
const toldBy = ({ cards: [card] }: WatchRecord) => card?.tellAlso;

describe('who wishes to be told at the end', () => {
  test('is noted on the card of that channel, and taken off by the next wish', () => {
    const once = tellMe(begunInTwoChannels(), DBA, BOB);
    expect(once?.kind).toBe('told');
    const record = changed(tellMe(changed(once), DBA, CAROL));
    expect(record.cards.map(({ tellAlso }) => tellAlso)).toEqual([[BOB, CAROL], undefined]);
    const taken = tellMe(record, DBA, BOB);
    expect(taken?.kind).toBe('untold');
    expect(toldBy(changed(taken))).toEqual([CAROL]);
    expect(changed(tellMe(changed(taken), DBA, CAROL)).cards[0]).not.toHaveProperty('tellAlso');
  });

  test('has the card redrawn where it stands', () => {
    const redrawn = (record: WatchRecord) => {
      const told = tellMe(record, DBA, BOB);
      return told && 'change' in told && told.change.changedCards;
    };
    expect(redrawn(seen())).toEqual(['C0DBA-1']);
    expect(redrawn(begun())).toEqual([]);
  });

  test('need not, who has asked for the card', () => {
    expect(tellMe(seen(), DBA, userNamed('U0ALICE'))).toEqual({ kind: 'asked-for-it' });
  });

  test('can’t where so many are told already', () => {
    const many = Array.from({ length: MOST_TOLD }, (_, at) => userNamed(`U${at}`));
    const full = many.reduce<WatchRecord>(
      (record, user) => changed(tellMe(record, DBA, user)),
      seen(),
    );
    expect(tellMe(full, DBA, BOB)).toEqual({ kind: 'full' });
    expect(toldBy(full)).toHaveLength(MOST_TOLD);
  });

  test('can’t where nothing is watched any more', () => {
    const stopped = stopCard(seen(), DBA, BOB, START)?.record;
    expect(tellMe(stopped ?? seen(), DBA, BOB)).toBeUndefined();
    expect(tellMe(endedOtherwise(), DBA, BOB)).toBeUndefined();
    expect(tellMe(seen(), channelNamed('C0SHOP'), BOB)).toBeUndefined();
  });
});

describe('a card whose notes are off', () => {
  const quieted = (record: WatchRecord) => quietCard(record, DBA, true)?.record ?? record;

  test('is told no milestones, and others are', () => {
    const { record, told } = play(quieted(begunInTwoChannels()), [
      [0, snapshotReading({ percent: 0 })],
      [MINUTE, snapshotReading({ percent: 60 })],
    ]);
    expect(told).toEqual(['C0DBA-1/card', 'C0SHOP-1/card', 'C0SHOP-1/milestone-50']);
    const loud = quietCard(record, DBA, false)?.record ?? record;
    expect(play(loud, [[2 * MINUTE, snapshotReading({ percent: 80 })]]).told).toEqual([
      'C0DBA-1/milestone-75',
      'C0SHOP-1/milestone-75',
    ]);
  });

  test('is told what goes wrong, that it is over, and how it ends', () => {
    const record = quieted(seen());
    const { told } = play(record, [
      [MINUTE, failure('transient')],
      [12 * MINUTE, failure('transient')],
      [13 * MINUTE, snapshotReading({ status: 'Failed' })],
    ]);
    expect(told.filter((item) => item.startsWith('C0DBA'))).toEqual(
      play(seen(), [
        [MINUTE, failure('transient')],
        [12 * MINUTE, failure('transient')],
        [13 * MINUTE, snapshotReading({ status: 'Failed' })],
      ]).told.filter((item) => item.startsWith('C0DBA')),
    );
    expect(told).toContain('C0DBA-1/ended');
  });

  test('is so once, and until somebody takes it back', () => {
    const record = quieted(blind());
    expect(quietCard(record, DBA, true)).toBeUndefined();
    expect(quietCard(record, DBA, false)?.record).toEqual(blind());
    expect(quietCard(blind(), DBA, false)).toBeUndefined();
    expect(quietCard(endedOtherwise(), DBA, true)).toBeUndefined();
  });
});
