import fc from 'fast-check';
import { FailureKind, type Reading } from '../../src/watch/reading.ts';
import type { Snapshot } from '../../src/watch/snapshot.ts';
import { SERVER_ID, START } from './build-record.ts';

const HOUR = 3_600_000;

const status = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.constantFrom('InProgress', 'Pending', 'Importing', 'CancelInProgress'),
  },
  { weight: 1, arbitrary: fc.constantFrom('Succeeded', 'Completed', 'Failed', 'Cancelled') },
  { weight: 1, arbitrary: fc.constantFrom('Faulted', 'PartiallySucceeded', 'Frobnicated') },
  { weight: 1, arbitrary: fc.string({ minLength: 1, maxLength: 100 }) },
);

/** JSON has no -0. */
const finite = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0);
const time = fc.integer({ min: START - 100 * HOUR, max: START + 100 * HOUR });
const count = fc.oneof(fc.nat(), fc.maxSafeNat());
const words = fc.string({ minLength: 1, maxLength: 50 });

const work: fc.Arbitrary<Snapshot['work']> = fc.oneof(
  fc.record(
    { kind: fc.constant('backup' as const), doneBytes: count, totalBytes: count },
    { requiredKeys: ['kind'] },
  ),
  fc.record(
    { kind: fc.constant('import' as const), estimatedEndAt: time },
    { requiredKeys: ['kind'] },
  ),
  fc.record({ kind: fc.constant('other' as const), objectType: words }, { requiredKeys: ['kind'] }),
);

const anySnapshot: fc.Arbitrary<Snapshot> = fc.record(
  {
    status,
    percent: fc.oneof(fc.integer({ min: 0, max: 100 }), finite),
    startedAt: time,
    endedAt: time,
    serverId: fc.oneof(fc.constant(SERVER_ID), words),
    work,
    steps: fc.array(
      fc.record(
        { name: words, status, percent: finite, depth: fc.nat(4) },
        { requiredKeys: ['status', 'depth'] },
      ),
      { maxLength: 3 },
    ),
    error: fc.array(
      fc.record(
        { depth: fc.nat(10), code: words, message: words },
        { requiredKeys: ['depth', 'code'] },
      ),
      { minLength: 1, maxLength: 3 },
    ),
  },
  { requiredKeys: ['status', 'work', 'steps'] },
);

const around = {
  trace: fc.constant({ requestId: 'r' }),
  retryAfterMs: fc.nat(24 * HOUR),
  remainingReads: fc.nat(),
};

/** Anything that an attempt to read an operation may bring. */
export const anyReading: fc.Arbitrary<Reading> = fc.oneof(
  fc.record(
    { kind: fc.constant('snapshot' as const), snapshot: anySnapshot, ...around },
    { requiredKeys: ['kind', 'snapshot', 'trace'] },
  ),
  fc.record(
    {
      kind: fc.constant('failure' as const),
      failure: fc.constantFrom(...FailureKind.options),
      explanation: words,
      code: words,
      ...around,
    },
    { requiredKeys: ['kind', 'failure', 'explanation', 'trace'] },
  ),
);
