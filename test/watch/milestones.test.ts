import { describe, expect, it } from 'vitest';
import type { Snapshot } from '../../src/watch/snapshot.ts';
import { stopCard } from '../../src/watch/stop-card.ts';
import type { WatchRecord } from '../../src/watch/watch-record.ts';
import { channelNamed, userNamed } from '../names.ts';
import {
  backup,
  begun,
  begunInTwoChannels,
  failure,
  GIB,
  MINUTE,
  POLICY,
  play,
  START,
  seen,
  snapshotReading,
} from './build-record.ts';

/** Reads these percentages one a minute and returns what is told. */
function toldAt(percentages: readonly number[], record: WatchRecord = seen({ percent: 0 })) {
  return play(
    record,
    percentages.map((percent, index) => [(index + 1) * MINUTE, snapshotReading({ percent })]),
  ).told;
}

describe('a milestone', () => {
  it('is told when it is reached, each once', () => {
    expect(toldAt([24.9, 25, 30, 49.99, 51, 60, 75, 99])).toEqual([
      'C0DBA-1/milestone-25',
      'C0DBA-1/milestone-50',
      'C0DBA-1/milestone-75',
    ]);
  });

  it('is told alone where a jump passes several', () => {
    expect(toldAt([80])).toEqual(['C0DBA-1/milestone-75']);
    expect(toldAt([60, 80])).toEqual(['C0DBA-1/milestone-50', 'C0DBA-1/milestone-75']);
  });

  it('is not told where it was passed at the first look, but the next one is', () => {
    expect(toldAt([55, 76], seen({ percent: 51 }))).toEqual(['C0DBA-1/milestone-75']);
  });

  it('is not told where the first look at it came after failures', () => {
    const { told } = play(begun(), [
      [0, failure('forbidden')],
      [MINUTE, snapshotReading({ percent: 60 })],
      [2 * MINUTE, snapshotReading({ percent: 61 })],
    ]);
    expect(told).toEqual(['C0DBA-1/card']);
  });

  it('is not told again when the percentage ran backwards', () => {
    expect(toldAt([55, 10, 30, 55])).toEqual(['C0DBA-1/milestone-50']);
  });

  it('never goes back to a lower one after a higher', () => {
    const backwards = play(seen({ percent: 51 }), [
      [MINUTE, snapshotReading({ percent: 10 })],
      [2 * MINUTE, snapshotReading({ percent: 26 })],
    ]);
    expect(backwards.told).toEqual([]);
  });

  it('is not told behind a higher one, when the settings have got it only now', () => {
    const pace = { ...POLICY, pollMinMs: 1, pollMaxMs: 1 };
    const half = play(seen({ percent: 0 }), [[MINUTE, snapshotReading({ percent: 50 })]], {
      ...pace,
      milestones: [50],
    });
    const more = [[2 * MINUTE, snapshotReading({ percent: 51 })]] as const;
    expect(half.told).toEqual(['C0DBA-1/milestone-50']);
    expect(play(half.record, more, { ...pace, milestones: [25, 50] }).told).toEqual([]);
  });

  it('counts bytes where Azure sends no percentage', () => {
    const { last } = play(seen({ work: backup(0, 100 * GIB) }), [
      [MINUTE, snapshotReading({ work: backup(50 * GIB, 100 * GIB) })],
    ]);
    expect(last.outbox).toMatchObject([
      {
        note: {
          kind: 'milestone',
          milestone: 50,
          progress: { percent: 50, doneBytes: 50 * GIB, totalBytes: 100 * GIB },
          bytesPerSecond: (50 * GIB) / 60,
        },
      },
    ]);
  });

  it('is reached by a percentage past 100', () => {
    expect(toldAt([100.00000141201961])).toEqual(['C0DBA-1/milestone-75']);
  });

  it.each(['Succeeded', 'Failed', 'Canceled'])('never comes together with %s', (status) => {
    const ending: Partial<Snapshot> = { status, percent: 100 };
    const { told } = play(seen({ percent: 0 }), [[MINUTE, snapshotReading(ending)]]);
    expect(told.filter((item) => item.includes('milestone'))).toEqual([]);
    expect(told).toContain('C0DBA-1/ended');
  });

  it('is told under each card', () => {
    const { record } = play(begunInTwoChannels(), [[0, snapshotReading({ percent: 0 })]]);
    expect(toldAt([25], record)).toEqual(['C0DBA-1/milestone-25', 'C0SHOP-1/milestone-25']);
  });

  it('is not told where somebody stopped watching', () => {
    const { record } = play(begunInTwoChannels(), [[0, snapshotReading({ percent: 0 })]]);
    const stopped = stopCard(record, channelNamed('C0DBA'), userNamed('U0ALICE'), START);
    expect(toldAt([25], stopped?.record)).toEqual(['C0SHOP-1/milestone-25']);
  });

  it('is whatever the settings say', () => {
    const policy = { ...POLICY, milestones: [90] };
    const { told } = play(
      seen({ percent: 0 }),
      [
        [MINUTE, snapshotReading({ percent: 80 })],
        [2 * MINUTE, snapshotReading({ percent: 91 })],
      ],
      policy,
    );
    expect(told).toEqual(['C0DBA-1/milestone-90']);
  });
});
