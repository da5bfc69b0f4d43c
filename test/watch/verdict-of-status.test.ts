import { describe, expect, it } from 'vitest';
import { verdictOfStatus } from '../../src/watch/verdict-of-status.ts';
import { MINUTE, START } from './build-record.ts';

const ERROR = [{ depth: 0, code: 'BackupFailed' }];

/** Of an answer that gives no end, and of one that does, with and without an error. */
function verdicts(status: string) {
  return [
    verdictOfStatus({ status }, START),
    verdictOfStatus({ status, endedAt: START - MINUTE }, START),
    verdictOfStatus({ status, endedAt: START - MINUTE, error: ERROR }, START),
  ];
}

describe('the verdict of a status', () => {
  it.each([
    ['Succeeded', 'succeeded'],
    ['succeeded', 'succeeded'],
    ['SUCCEEDED', 'succeeded'],
    ['Completed', 'succeeded'],
    ['completed', 'succeeded'],
    [' Succeeded ', 'succeeded'],
    ['Failed', 'failed'],
    ['FAILED', 'failed'],
    ['fAiLeD', 'failed'],
    ['Canceled', 'canceled'],
    ['Cancelled', 'canceled'],
    ['CANCELLED', 'canceled'],
    ['Faulted', 'ended-otherwise'],
    ['TimedOut', 'ended-otherwise'],
    ['timed out', 'ended-otherwise'],
    ['Error', 'ended-otherwise'],
    ['PartiallySucceeded', 'ended-otherwise'],
    ['SucceededWithWarnings', 'ended-otherwise'],
    ['Completed_With_Errors', 'ended-otherwise'],
  ])('is final for %j, whatever stands beside it: %s', (status, verdict) => {
    expect(verdicts(status)).toEqual([verdict, verdict, verdict]);
  });

  it.each(['Success', 'SUCCESSFUL'])('is good for %j, unless there is an error', (status) => {
    expect(verdicts(status)).toEqual(['succeeded', 'succeeded', 'ended-otherwise']);
  });

  it.each(['Done', 'Complete', 'Finished'])(
    'is good for %j where Azure gives it an end and no error',
    (status) => {
      expect(verdicts(status)).toEqual(['running', 'succeeded', 'ended-otherwise']);
    },
  );

  it.each([
    'NotFailed',
    'Failed.',
    'FailedWithErrors',
    'Frobnicated',
    '__proto__',
    'constructor',
    '完了',
  ])('is an end for %j where Azure gives it one', (status) => {
    expect(verdicts(status)).toEqual(['running', 'ended-otherwise', 'ended-otherwise']);
  });

  it.each([
    'InProgress',
    'inprogress',
    'Pending',
    'Accepted',
    'Running',
    'Importing',
    'CancelInProgress',
    'Canceling',
    'Failing',
    'Queued',
  ])('is running for %j, even where an end is given', (status) => {
    expect(verdicts(status)).toEqual(['running', 'running', 'running']);
  });

  it('is running while the end lies ahead', () => {
    const at = (endedAt: number) => verdictOfStatus({ status: 'Frobnicated', endedAt }, START);
    expect(at(START + 2 * MINUTE)).toBe('running');
    expect(at(START + MINUTE)).toBe('ended-otherwise');
  });
});
