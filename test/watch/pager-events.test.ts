import { describe, expect, test } from 'vitest';
import { pagerSeverity } from '../../src/watch/pager-events.ts';
import { AlertCause } from '../../src/watch/policy.ts';
import { stopCard } from '../../src/watch/stop-card.ts';
import { channelNamed, userNamed } from '../names.ts';
import {
  abandoned,
  endedOtherwise,
  failure,
  gone,
  MINUTE,
  POLICY,
  play,
  START,
  seen,
  snapshotReading,
  steadily,
} from './build-record.ts';
import { AT_61, standing, unread } from './odd-lives.ts';

const PAGED = { ...POLICY, alertOn: AlertCause.options, pagers: ['pagerduty'] } as const;

/** What the pagers are owed, in order: `condition-1`, `ended`. */
function paged(told: readonly string[], pager = 'pagerduty'): readonly string[] {
  return told
    .filter((id) => id.startsWith(`${pager}/`))
    .map((id) => id.slice(pager.length + 1).replace(/-\d{6,}$/, ''));
}

const FAILED = snapshotReading({ status: 'Failed', percent: 61 });

describe('a pager', () => {
  test.each(['Failed', 'Canceled'])('is told that an operation %s', (status) => {
    const { told } = play(seen(), [[MINUTE, snapshotReading({ status })]], PAGED);
    expect(paged(told)).toEqual(['ended']);
  });

  test('is told nothing that calls nobody', () => {
    const { told } = play(seen(), [[MINUTE, snapshotReading({ status: 'Succeeded' })]], PAGED);
    expect(paged(told)).toEqual([]);
    const quiet = { ...PAGED, alertOn: [] };
    expect(paged(play(seen(), [[MINUTE, FAILED]], quiet).told)).toEqual([]);
    expect(paged(unread(11 * MINUTE, failure('transient'), quiet).told)).toEqual([]);
  });

  test('is told nothing where it is not configured', () => {
    expect(paged(play(seen(), [[MINUTE, FAILED]], PAGED).told, 'webhook')).toEqual([]);
  });

  test('is told what is odd, and that it is over', () => {
    const { record, told } = unread(11 * MINUTE, failure('transient'), PAGED);
    expect(paged(told)).toEqual(['condition-1']);
    expect(paged(play(record, [[12 * MINUTE, snapshotReading(AT_61)]], PAGED).told)).toEqual([
      'over',
    ]);
  });

  test('is not told that it is over while something else is odd', () => {
    const stalled = standing(15 * MINUTE, AT_61, PAGED);
    const blind = play(
      stalled.record,
      steadily(failure('transient'), { from: 16 * MINUTE, to: 27 * MINUTE }),
      PAGED,
    );
    expect(paged(blind.told)).toEqual(['condition-2']);
    const still = play(blind.record, [[28 * MINUTE, snapshotReading(AT_61)]], PAGED);
    expect(paged(still.told)).toEqual([]);
    const moved = play(still.record, [[29 * MINUTE, snapshotReading({ percent: 62 })]], PAGED);
    expect(paged(moved.told)).toEqual(['over']);
  });

  test('closes what was odd before a failure opens it anew: what was acknowledged would wake nobody', () => {
    const { record } = standing(15 * MINUTE, AT_61, PAGED);
    expect(paged(play(record, [[16 * MINUTE, FAILED]], PAGED).told)).toEqual(['over', 'ended']);
  });

  test('closes what was odd when the last one stops watching', () => {
    const { record } = standing(15 * MINUTE, AT_61, PAGED);
    const stopped = stopCard(
      record,
      channelNamed('C0DBA'),
      userNamed('U0BOB'),
      START + 16 * MINUTE,
      PAGED.pagers,
    );
    expect(stopped?.outbox.at(-1)).toMatchObject({
      kind: 'pager-event',
      what: { kind: 'over' },
    });
  });
});

test('what may have cost somebody their data is worst', () => {
  const ended = { kind: 'ended' } as const;
  const severity = (record: Parameters<typeof pagerSeverity>[1]) => pagerSeverity(ended, record);
  expect(severity(play(seen(), [[MINUTE, FAILED]]).record)).toBe('critical');
  expect(severity(endedOtherwise())).toBe('critical');
  expect(severity(gone())).toBe('error');
  expect(severity(abandoned())).toBe('warning');
});
