import { describe, expect, it } from 'vitest';
import { advance } from '../../src/watch/advance.ts';
import { stopCard } from '../../src/watch/stop-card.ts';
import {
  begunInTwoChannels,
  failure,
  MINUTE,
  POLICY,
  play,
  START,
  seen,
  snapshotReading,
} from './build-record.ts';

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
    expect(record.outcome).toEqual({ verdict, at: START + MINUTE });
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
    expect(record.outcome.verdict).toBe('failed');
  });

  it('is not seen in a percentage', () => {
    const { record } = play(seen(), [[MINUTE, snapshotReading({ percent: 100 })]]);
    expect(record.outcome.verdict).toBe('running');
  });

  it('is not seen in an error, either', () => {
    const { record } = play(seen(), [[MINUTE, snapshotReading({ error: ERROR })]]);
    expect(record.outcome.verdict).toBe('running');
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
    const stopped = stopCard(record, 'C0DBA', 'U0ALICE', START);
    const { told, last } = play(stopped?.record ?? record, [
      [MINUTE, snapshotReading({ status: 'Succeeded' })],
    ]);
    expect(told).toEqual(['C0SHOP-1/ended']);
    expect(last.changedCards).toEqual(['C0SHOP-1']);
  });

  it('stands for good, whatever is read later', () => {
    const { record } = play(seen(), [[MINUTE, snapshotReading({ status: 'Failed' })]]);
    for (const reading of [
      snapshotReading({ status: 'Succeeded' }),
      snapshotReading(),
      failure('not-found'),
      failure('transient'),
    ]) {
      expect(advance(record, reading, START + 60 * MINUTE, POLICY)).toEqual({
        record,
        outbox: [],
        changedCards: [],
      });
    }
  });
});
