import { describe, expect, it } from 'vitest';
import type { WatchPolicy } from '../../src/watch/policy.ts';
import { stopCard } from '../../src/watch/stop-card.ts';
import { channelNamed, userNamed } from '../names.ts';
import {
  begunInTwoChannels,
  DBA,
  failure,
  HOUR,
  joined,
  MINUTE,
  POLICY,
  play,
  SHOP,
  START,
  seen,
  snapshotReading,
  steadily,
  toldBy,
} from './build-record.ts';
import { AT_61, conditionsOf, QUIET, standing, unread } from './odd-lives.ts';

describe('ALERT_ON', () => {
  it('without a condition keeps it in the thread', () => {
    const { record, told } = unread(11 * MINUTE, failure('transient'), QUIET);
    expect(told).toEqual(['C0DBA-1/condition-1']);
    const { told: after } = play(record, [[12 * MINUTE, snapshotReading()]], QUIET);
    expect(after).toEqual(['C0DBA-1/condition-over-1']);
  });

  it('does not leave an alert open that was told before the settings changed', () => {
    const { record } = unread(11 * MINUTE);
    const { told } = play(record, [[12 * MINUTE, snapshotReading()]], QUIET);
    expect(told).toContain('condition-alert-over-1');
  });

  it('decides which endings call the on-call channel, and never names a success', () => {
    const policy: WatchPolicy = { ...POLICY, alertOn: ['canceled', 'abandoned'] };
    const ending = (status: string) =>
      play(seen(), [[MINUTE, snapshotReading({ status })]], policy).told;
    expect(ending('Canceled')).toEqual(['alert', 'C0DBA-1/ended']);
    expect(ending('Failed')).toEqual(['C0DBA-1/ended']);
    expect(ending('Succeeded')).toEqual(['C0DBA-1/ended']);
  });
});

describe('a channel that joins', () => {
  it('during a spell is not told of its end, of which it never saw the beginning', () => {
    const { record } = unread(11 * MINUTE);
    const late = joined(record, SHOP, START + 11.5 * MINUTE).record;
    const { told } = play(late, [[12 * MINUTE, snapshotReading(AT_61)]]);
    expect(told).toEqual(['C0DBA-1/condition-over-1', 'condition-alert-over-1']);
  });

  it('during a spell is told of the next one, and of its end', () => {
    const { record } = unread(11 * MINUTE);
    const late = joined(record, SHOP, START + 11.5 * MINUTE).record;
    const { told } = play(late, [
      [12 * MINUTE, snapshotReading(AT_61)],
      ...steadily(failure('transient'), { from: 13 * MINUTE, to: 23 * MINUTE }),
      [24 * MINUTE, snapshotReading(AT_61)],
    ]);
    expect(told.filter((item) => item.startsWith('C0SHOP'))).toEqual([
      'C0SHOP-1/condition-2',
      'C0SHOP-1/condition-over-2',
      'C0SHOP-1/condition-3',
    ]);
  });

  it('before is told of both', () => {
    const first = play(begunInTwoChannels(), [[0, snapshotReading(AT_61)]]).record;
    const blind = play(first, steadily(failure('transient'), { from: MINUTE, to: 11 * MINUTE }));
    expect(blind.told).toEqual([
      'condition-alert-1',
      'C0DBA-1/condition-1',
      'C0SHOP-1/condition-1',
    ]);
    expect(play(blind.record, [[12 * MINUTE, snapshotReading()]]).told).toEqual([
      'C0DBA-1/condition-over-1',
      'C0SHOP-1/condition-over-1',
      'condition-alert-over-1',
    ]);
  });

  it('again after it was stopped there is a new card: it is not told of the end', () => {
    const { record } = play(joined(unread(11 * MINUTE).record, SHOP).record, []);
    const stopped =
      stopCard(record, channelNamed('C0DBA'), userNamed('U0BOB'), START + 11.2 * MINUTE)?.record ??
      record;
    const again = joined(stopped, DBA, START + 11.5 * MINUTE).record;
    const { told } = play(again, [[12 * MINUTE, snapshotReading()]]);
    expect(told).toEqual(['condition-alert-over-1']);
  });
});

describe('the open alerts of a watch that ends are closed', () => {
  it.each(['Succeeded', 'Canceled', 'Failed'])('by Azure’s word %s', (status) => {
    const { record } = standing(15 * MINUTE);
    const { told } = play(record, [[16 * MINUTE, snapshotReading({ ...AT_61, status })]]);
    expect(told.filter((item) => item.startsWith('condition'))).toEqual(['condition-alert-over-1']);
    expect(told.at(-1)).toBe('C0DBA-1/ended');
    expect(told.filter((item) => item.includes('/condition'))).toEqual([]);
  });

  it('when it is gone, or given up', () => {
    const blind = unread(11 * MINUTE).record;
    const missing = steadily(failure('not-found'), { from: 11.1 * MINUTE, to: 22 * MINUTE });
    const gone = play(blind, missing);
    expect(gone.told).toEqual(['alert', 'condition-alert-over-1', 'C0DBA-1/ended']);

    const givenUp = unread(HOUR, failure('transient'), { ...POLICY, watchForMs: 30 * MINUTE });
    expect(givenUp.told.slice(-2)).toEqual(['condition-alert-over-1', 'C0DBA-1/ended']);
  });

  it('by the stop of its last card', () => {
    const stopped = stopCard(
      unread(11 * MINUTE).record,
      channelNamed('C0DBA'),
      userNamed('U0BOB'),
      START + 12 * MINUTE,
    );
    expect(stopped && toldBy(stopped)).toEqual(['C0DBA-1/stopped', 'condition-alert-over-1']);
  });

  it('but not by the stop of one card among several', () => {
    const { record } = joined(unread(11 * MINUTE).record, SHOP);
    const stopped = stopCard(
      record,
      channelNamed('C0DBA'),
      userNamed('U0BOB'),
      START + 12 * MINUTE,
    );
    expect(stopped && toldBy(stopped)).toEqual(['C0DBA-1/stopped']);
    expect(stopped && conditionsOf(stopped.record)).toEqual(['blind']);
  });

  it('and nothing is closed that was never alerted', () => {
    const { record } = unread(11 * MINUTE, failure('transient'), QUIET);
    const { told } = play(record, [[12 * MINUTE, snapshotReading({ status: 'Succeeded' })]], QUIET);
    expect(told).toEqual(['C0DBA-1/ended']);
  });
});
