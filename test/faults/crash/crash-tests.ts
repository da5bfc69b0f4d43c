import { afterAll, describe, expect, inject, test } from 'vitest';
import type { Part, Step } from './crash-point.ts';
import { startDatabases } from './databases.ts';
import { CIRCUMSTANCE_NAMES, crashAndTakeOver, recordSteps } from './one-life.ts';

/**
 * A test for a crash before and after each step of a part. The steps are those that a run without a
 * crash takes, so that a new one has its tests by itself. A step that is like one before it has tests in
 * the full matrix alone: `npm run test:full`.
 *
 * @param known some of them, or the recording is wrong
 * @param circumstances in which it takes any
 */
export async function testCrashes(
  part: Part,
  known: readonly string[],
  circumstances = CIRCUMSTANCE_NAMES,
): Promise<void> {
  const databases = await startDatabases();
  afterAll(async () => await databases.stop());
  const isFirst = distinct();
  const isLast = distinct();
  for (const circumstance of circumstances) {
    const steps = await databases.use((url) => recordSteps(url, circumstance, part));
    // What a crash at the first of several loses, a later one may mend; not at the last.
    const last = new Set(steps.toReversed().filter(isLast));
    const tested = steps.filter((step) => isFirst(step) || last.has(step) || inject('everyCrash'));
    describe(`where ${circumstance}`, () => {
      test('the steps were recorded', () => {
        expect(steps.map(({ name }) => name)).toEqual(expect.arrayContaining([...known]));
      });
      for (const step of tested) {
        const { number, name, subject } = step;
        for (const when of ['before', 'after'] as const) {
          test.concurrent(`a crash ${when} step ${number}, ${name}: ${subject.about}`, async () => {
            await databases.use((url) => crashAndTakeOver(url, circumstance, step, when));
          });
        }
      }
    });
  }
}

/** Steps are alike where they do the same about a thing of the same kind, after the same deeds about it. */
function distinct(): (step: Step) => boolean {
  const seen = new Set<string>();
  return ({ name, subject, earlier }) => {
    const count = seen.size;
    seen.add([subject.about, ...earlier, name].join());
    return seen.size > count;
  };
}
