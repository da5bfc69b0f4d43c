import { describe, expect, it } from 'vitest';
import { keptMs } from '../../src/watch/end-watch.ts';
import { stopCard } from '../../src/watch/stop-card.ts';
import { verdictOf } from '../../src/watch/watch-record.ts';
import { channelNamed, userNamed } from '../names.ts';
import {
  begunInTwoChannels,
  DAY,
  failure,
  HOUR,
  MINUTE,
  play,
  START,
  seen,
  snapshotReading,
  steadily,
} from './build-record.ts';
import { endingOf } from './live.ts';

const ERROR = [{ depth: 0, code: 'BackupFailed', message: 'The container is full.' }];

describe('an ending', () => {
  it.each([
    ['Succeeded', 'succeeded'],
    ['Completed', 'succeeded'],
    ['Failed', 'failed'],
    ['Canceled', 'canceled'],
    ['cancelled', 'canceled'],
  ])('is taken from Azure’s word %s', (status, verdict) => {
    const { record, last } = play(seen(), [[MINUTE, snapshotReading({ status })]]);
    expect(endingOf(record)).toEqual({ verdict, at: START + MINUTE });
    expect(last.changedCards).toEqual(['C0DBA-1']);
  });

  it('is told in the thread, and calls nobody, when all went well or somebody canceled it', () => {
    for (const status of ['Succeeded', 'Canceled']) {
      const { told } = play(seen(), [[MINUTE, snapshotReading({ status, error: ERROR })]]);
      expect(told).toEqual(['C0DBA-1/ended']);
    }
  });

  it('calls the on-call channel for a failure, with the whole error in the alert’s thread', () => {
    const { told } = play(seen(), [[MINUTE, snapshotReading({ status: 'Failed', error: ERROR })]]);
    expect(told).toEqual(['alert', 'alert-details', 'C0DBA-1/ended']);
  });

  it('has no details where Azure gave no error', () => {
    const { told } = play(seen(), [[MINUTE, snapshotReading({ status: 'Failed' })]]);
    expect(told).toEqual(['alert', 'C0DBA-1/ended']);
  });

  it.each([0, 100, undefined])('is a failure at %s percent, if Azure says so', (percent) => {
    const { record } = play(seen(), [[MINUTE, snapshotReading({ status: 'Failed', percent })]]);
    expect(verdictOf(record)).toBe('failed');
  });

  it('is not seen in a percentage', () => {
    const { record } = play(seen(), [[MINUTE, snapshotReading({ percent: 100 })]]);
    expect(verdictOf(record)).toBe('running');
  });

  it('is not seen in an error, either', () => {
    const { record } = play(seen(), [[MINUTE, snapshotReading({ error: ERROR })]]);
    expect(verdictOf(record)).toBe('running');
  });

  it('is told under each card, but alerted once', () => {
    const { told } = play(begunInTwoChannels(), [
      [0, snapshotReading()],
      [MINUTE, snapshotReading({ status: 'Failed' })],
    ]);
    expect(told.slice(-3)).toEqual(['alert', 'C0DBA-1/ended', 'C0SHOP-1/ended']);
  });

  it('is neither told nor shown where somebody stopped watching', () => {
    const { record } = play(begunInTwoChannels(), [[0, snapshotReading()]]);
    const stopped = stopCard(record, channelNamed('C0DBA'), userNamed('U0ALICE'), START);
    const { told, last } = play(stopped?.record ?? record, [
      [MINUTE, snapshotReading({ status: 'Succeeded' })],
    ]);
    expect(told).toEqual(['C0SHOP-1/ended']);
    expect(last.changedCards).toEqual(['C0SHOP-1']);
  });
});

describe('a record whose watch has ended', () => {
  const missing = steadily(failure('not-found'), { from: 0, to: 2 * MINUTE });
  const unseen = play(begunInTwoChannels(), missing).record;
  const shown = play(begunInTwoChannels(), [
    [0, failure('forbidden')],
    ...steadily(failure('not-found'), { from: MINUTE, to: 3 * MINUTE }),
  ]).record;

  it('is kept as long as the history, but an hour at least: its cards are still to be edited', () => {
    const { record } = play(seen(), [[MINUTE, snapshotReading({ status: 'Succeeded' })]]);
    expect(keptMs(record, DAY)).toBe(DAY);
    expect(keptMs(record, MINUTE)).toBe(HOUR);
  });

  it('is kept for a minute where nobody has seen anything of it', () => {
    expect(keptMs(unseen, DAY)).toBe(MINUTE);
    expect(keptMs(shown, DAY)).toBe(DAY);
  });

  it('is kept as long where the card that people saw is lost', () => {
    const cards = shown.cards.map((card) => ({ ...card, state: 'lost' as const }));
    expect(keptMs({ ...shown, cards }, DAY)).toBe(DAY);
  });
});
