import { describe, expect, it } from 'vitest';
import { channelNamed, userNamed } from '../names.ts';
import {
  begun,
  begunInTwoChannels,
  failure,
  MINUTE,
  play,
  REFERENCE,
  SECOND,
  START,
  seen,
  snapshotReading,
} from './build-record.ts';
import { endingOf } from './live.ts';

describe('a watch that nothing has been read of', () => {
  it('is running, due at once, and shows nothing yet', () => {
    const record = begun({
      channel: channelNamed('C0DBA'),
      askedBy: userNamed('U0ALICE'),
      label: 'nightly',
    });
    expect(record).toMatchObject({
      reference: REFERENCE,
      state: 'live',
      nextReadAt: START,
      cards: [{ channel: 'C0DBA', askedBy: 'U0ALICE', label: 'nightly', state: 'waiting' }],
    });
  });
});

describe('the first snapshot', () => {
  it('puts the card into the channel, and no note beside it', () => {
    const { told, record } = play(begun(), [[0, snapshotReading()]]);
    expect(told).toEqual(['C0DBA-1/card']);
    expect(record.cards).toMatchObject([{ state: 'standing' }]);
  });

  it('does so in each channel that asked', () => {
    const { told } = play(begunInTwoChannels(), [[0, snapshotReading()]]);
    expect(told).toEqual(['C0DBA-1/card', 'C0SHOP-1/card']);
  });

  it('tells nothing of what already lay behind', () => {
    expect(play(begun(), [[0, snapshotReading({ percent: 80 })]]).told).not.toContainEqual(
      expect.stringContaining('milestone'),
    );
  });

  it('opens the card and ends it in one go where the operation is over', () => {
    const { told, record } = play(begun(), [[0, snapshotReading({ status: 'Succeeded' })]]);
    expect(told).toEqual(['C0DBA-1/card', 'C0DBA-1/ended']);
    expect(endingOf(record)).toEqual({ verdict: 'succeeded', at: START });
  });

  it('brings no second card when more follow', () => {
    const { told } = play(seen(), [
      [5 * SECOND, snapshotReading()],
      [MINUTE, snapshotReading()],
    ]);
    expect(told).toEqual([]);
  });
});

describe('a card', () => {
  it('is redrawn after each snapshot that shows something new, once it stands', () => {
    const first = play(begun(), [[0, snapshotReading({ percent: 1 })]]);
    expect(first.last.changedCards).toEqual([]);
    const second = play(first.record, [[5 * SECOND, snapshotReading({ percent: 2 })]]);
    expect(second.last.changedCards).toEqual(['C0DBA-1']);
  });

  it('is redrawn once a minute where nothing moves, for what time does to it', () => {
    const redrawn = (at: number, from: ReturnType<typeof play>) => {
      const played = play(from.record, [[at, snapshotReading()]]);
      return { played, cards: played.last.changedCards };
    };
    const first = play(begun(), [[0, snapshotReading()]]);
    const sameMinute = redrawn(5 * SECOND, first);
    const nextMinute = redrawn(65 * SECOND, sameMinute.played);
    expect([sameMinute.cards, nextMinute.cards]).toEqual([[], ['C0DBA-1']]);
  });

  it('is redrawn after a failure, too, which it shows', () => {
    expect(play(seen(), [[5 * SECOND, failure('transient')]]).last.changedCards).toEqual([
      'C0DBA-1',
    ]);
  });
});
