import type { FleetAct } from './fleet-acts.ts';
import { planFleetActs } from './fleet-acts.ts';
import { type PeopleAct, planPeopleActs } from './people-acts.ts';
import { type PlannedOperation, planOperations } from './planned-operation.ts';
import { type PlannedPress, planPresses } from './presses.ts';
import { Random } from './random.ts';
import { planRoughTimes, type RoughTime } from './rough-times.ts';

/** Who does what when, in milliseconds since the run began. The same for the same seed. */
export interface Plan {
  readonly seed: number;
  readonly lengthMs: number;
  readonly operations: readonly PlannedOperation[];
  readonly people: readonly PeopleAct[];
  readonly presses: readonly PlannedPress[];
  readonly fleet: readonly FleetAct[];
  readonly roughTimes: readonly RoughTime[];
}

const MINUTE_MS = 60_000;
const OPERATIONS_A_MINUTE = 200;

export function makePlan(seed: number, minutes: number): Plan {
  const random = new Random(seed);
  const lengthMs = Math.round(minutes * MINUTE_MS);
  const roughTimes = planRoughTimes(random, lengthMs);
  const fleet = planFleetActs(random, lengthMs);
  const count = Math.round(OPERATIONS_A_MINUTE * minutes);
  const operations = planOperations(random, { count, lengthMs, roughTimes, fleet });
  const people = planPeopleActs(random, operations, lengthMs);
  const presses = planPresses(random, fleet);
  return { seed, lengthMs, operations, people, presses, fleet, roughTimes };
}
