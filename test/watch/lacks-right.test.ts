import { describe, expect, test } from 'vitest';
import { newWatch } from '../../src/watch/begin-watch.ts';
import { lacksRight } from '../../src/watch/lacks-right.ts';
import type { Reading } from '../../src/watch/reading.ts';
import { watchNamed } from '../names.ts';
import { POLICY } from '../redis/test-policy.ts';
import { afterReading, live } from './live.ts';

const refused: Reading = {
  kind: 'failure',
  failure: 'unauthorized',
  explanation: 'The sign-in host can’t be reached (EAI_AGAIN).',
  trace: {},
  refusal: { by: 'authority' },
};
const forbidden: Reading = {
  kind: 'failure',
  failure: 'forbidden',
  explanation: 'Not for you.',
  trace: {},
};

/** Whether to look on is of no use, after each of these readings. */
function judged(...readings: readonly Reading[]): readonly boolean[] {
  const reference = { subscriptionId: 's', location: 'eastus', operationId: 'op-1' };
  let record = newWatch({ id: watchNamed('w1-1'), epoch: 1, reference }, 0, POLICY);
  return readings.map((reading, index) => {
    record = live(afterReading(record, reading, (index + 1) * 1000, POLICY)?.record ?? record);
    return lacksRight(record, POLICY);
  });
}

describe('an operation that was never seen', () => {
  test('is given up at once where we may not read it', () => {
    expect(judged(forbidden)).toEqual([true]);
  });

  test('is given up at the third sign-in that fails, since one may pass', () => {
    expect(judged(refused, refused, refused)).toEqual([false, false, true]);
  });
});
