import * as v from 'valibot';
import type { Snapshot } from '../watch/snapshot.ts';
import { optionalText, orAbsent } from './lenient.ts';

export type Step = Snapshot['steps'][number];

const MOST_STEPS = 50;
const DEEPEST = 4;

/** An OperationStatusResult, of which only this is shown. */
const SubOperation = v.object({
  name: optionalText(200),
  status: optionalText(100),
  percentComplete: orAbsent(v.pipe(v.number(), v.finite())),
  operations: orAbsent(v.array(v.unknown())),
});

/** Sub-operations in Azure's order, each before its own; one without a status is left out. */
export function flattenSteps(operations: readonly unknown[]): Step[] {
  const steps: Step[] = [];
  collect(operations, 0, steps);
  return steps;
}

function collect(operations: readonly unknown[], depth: number, steps: Step[]): void {
  if (depth > DEEPEST) return;
  for (const operation of operations) {
    if (steps.length >= MOST_STEPS) return;
    const parsed = v.safeParse(SubOperation, operation);
    if (!parsed.success) continue;
    const { name, status, percentComplete, operations: nested } = parsed.output;
    if (status !== undefined) steps.push({ name, status, percent: percentComplete, depth });
    collect(nested ?? [], depth + 1, steps);
  }
}
