import * as v from 'valibot';
import type { Snapshot } from '../watch/snapshot.ts';
import { errorOf } from './error-lines.ts';
import { decimal, fieldsInAnyCase, optionalText, orAbsent, unreadList } from './lenient.ts';

type Step = Snapshot['steps'][number];

const MOST_STEPS = 50;
/** More than are shown, since the only reason of a failure may stand in one of them. */
const MOST_LOOKED_AT = 200;
const DEEPEST = 4;

/** An OperationStatusResult, of which only this is shown. */
const SubOperation = fieldsInAnyCase({
  name: optionalText(200),
  status: optionalText(100),
  percentComplete: decimal,
  operations: orAbsent(unreadList),
  properties: v.unknown(),
});

interface Steps {
  /** In Azure's order, each before its own; one without a status is left out. */
  readonly steps: Step[];
  /** How many more there are, as far as can be told without looking at them. */
  readonly more: number;
  /** What those that were looked at say of why they failed. */
  readonly errors: readonly unknown[];
}

/** The sub-operations of an operation. However many there are, only so many are looked at. */
export function flattenSteps(operations: readonly unknown[]): Steps {
  const walk = { steps: [], more: 0, errors: [], looksLeft: MOST_LOOKED_AT };
  collect(operations, 0, walk);
  return walk;
}

interface Walk {
  readonly steps: Step[];
  more: number;
  readonly errors: unknown[];
  looksLeft: number;
}

function collect(operations: readonly unknown[], depth: number, walk: Walk): void {
  for (let index = 0; index < operations.length; index += 1) {
    if (depth > DEEPEST || walk.looksLeft <= 0) {
      walk.more += operations.length - index;
      return;
    }
    walk.looksLeft -= 1;
    look(operations[index], depth, walk);
  }
}

function look(operation: unknown, depth: number, walk: Walk): void {
  const parsed = v.safeParse(SubOperation, operation);
  if (!parsed.success) return;
  const { name, status, percentComplete, operations: nested, properties } = parsed.output;
  if (status !== undefined) {
    if (walk.steps.length < MOST_STEPS) {
      walk.steps.push({ name, status, percent: percentComplete, depth });
    } else walk.more += 1;
  }
  const error = errorOf(operation) ?? errorOf(properties);
  if (error !== undefined) walk.errors.push(error);
  collect(nested ?? [], depth + 1, walk);
}
