import { afterAll, describe, expect, test } from 'vitest';
import type { Part } from './crash-point.ts';
import { startDatabases } from './databases.ts';
import { CIRCUMSTANCE_NAMES, crashAndTakeOver, recordSteps } from './one-life.ts';

/**
 * A test for a crash before and after each step of a part. The steps are those that a run without a
 * crash takes, so that a new one has its tests by itself.
 *
 * @param known some of them, or the recording is wrong
 */
export async function testCrashes(part: Part, known: readonly string[]): Promise<void> {
  const databases = await startDatabases();
  afterAll(async () => await databases.stop());
  for (const circumstance of CIRCUMSTANCE_NAMES) {
    const steps = await databases.use((url) => recordSteps(url, circumstance, part));
    describe(`where ${circumstance}`, () => {
      test('the steps were recorded', () => {
        expect(steps.map(({ name }) => name)).toEqual(expect.arrayContaining([...known]));
      });
      for (const step of steps) {
        for (const when of ['before', 'after'] as const) {
          test.concurrent(`a crash ${when} step ${step.number}, ${step.name}`, async () => {
            await databases.use((url) => crashAndTakeOver(url, circumstance, step, when));
          });
        }
      }
    });
  }
}
