import { relative } from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const TEST = import.meta.dirname;

/** These wait for minutes, budgets and dead processes: begun last, they would be waited for alone. */
const SLOW = [
  /^faults\/redis\//,
  /^e2e\/(?:digest|reads|edits|shared-budgets)\./,
  /^browser\/demo\./,
  /^faults\/stopping\./,
  /^sandbox\/page\//,
  /^e2e\//,
  /^browser\//,
  /^faults\//,
];

/** Takes all processors for itself: others beside it would be late. */
const LAST = /^faults\/chaos\./;

export class SlowFilesFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return (await super.sort(files)).toSorted((one, other) => rank(one) - rank(other));
  }
}

function rank({ moduleId }: TestSpecification): number {
  const name = relative(TEST, moduleId);
  if (LAST.test(name)) return SLOW.length + 1;
  const index = SLOW.findIndex((pattern) => pattern.test(name));
  return index < 0 ? SLOW.length : index;
}
