import { describe, expect, it } from 'vitest';
import { causeOfAlert, mentionsOnCall } from '../../src/watch/alert-cause.ts';
import { faultNames } from '../../src/watch/names.ts';
import type { OutboxItem } from '../../src/watch/outbox-item.ts';
import { cardNamed, digestNamed, watchNamed } from '../names.ts';
import {
  abandoned,
  blind,
  gone,
  MINUTE,
  play,
  START,
  seen,
  snapshotReading,
} from './build-record.ts';

const owner = { watchId: watchNamed('w1-1'), at: START };

function ended(status: string) {
  return play(seen(), [[MINUTE, snapshotReading({ status })]]).record;
}

describe('on-call is mentioned', () => {
  it.each([
    ['a failure', ended('Failed'), true],
    ['a result that is gone', gone(), true],
    ['a cancellation', ended('Canceled'), false],
    ['a watch that was given up', abandoned(), false],
    ['a success', ended('Succeeded'), false],
    ['a condition', blind(), false],
  ])('for what may have cost somebody their data alone: %s', (_what, record, expected) => {
    expect(mentionsOnCall(record)).toBe(expected);
  });
});

describe('on-call is called', () => {
  it.each([
    ['failed', { kind: 'alert', ...owner }],
    [
      'overdue',
      { kind: 'condition-alert', ...owner, condition: 'overdue', spell: 1, since: START },
    ],
    ['memory', { kind: 'memory-loss', fault: 'memory', since: START }],
    [
      'sign-in',
      { kind: 'fault', fault: faultNames.signIn, since: START, explanation: 'It has run out.' },
    ],
    // Its entries do.
    [undefined, { kind: 'digest', burst: 'failures', digest: digestNamed('1'), at: START }],
    [undefined, { kind: 'alert-details', ...owner }],
    [undefined, { kind: 'card', ...owner, cardKey: cardNamed('C0DBA-1') }],
  ] satisfies readonly (readonly [string | undefined, OutboxItem])[])(
    'for %s by %j',
    (cause, item) => {
      expect(causeOfAlert(item, ended('Failed'))).toBe(cause);
    },
  );
});
