import { describe, expect, it } from 'vitest';
import { verdictOfStatus } from '../../src/watch/verdict-of-status.ts';

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
  ])('is final for %j: %s', (status, verdict) => {
    expect(verdictOfStatus(status)).toBe(verdict);
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
    'NotFailed',
    'SucceededWithWarnings',
    'Error',
    'Done',
    'Failed.',
    '__proto__',
    '完了',
    '',
  ])('is running for %j', (status) => {
    expect(verdictOfStatus(status)).toBe('running');
  });
});
