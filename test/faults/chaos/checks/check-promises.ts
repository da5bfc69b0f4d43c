import { acknowledged } from './acknowledged.ts';
import { alerts } from './alerts.ts';
import { digests } from './digests-stand.ts';
import { endings } from './endings.ts';
import { falseFailures } from './false-failures.ts';
import { leftovers } from './leftovers.ts';
import { mentions } from './mentions.ts';
import type { Observation } from './observation.ts';
import { once } from './once.ts';
import { order } from './order.ts';
import { promptness } from './promptness.ts';
import { reading } from './reading.ts';
import { reminded } from './reminded.ts';
import type { Violation } from './violation.ts';

/** Every promise that was not kept in a run. */
export function checkPromises(observation: Observation): readonly Violation[] {
  return [
    ...endings(observation),
    ...once(observation),
    ...alerts(observation),
    ...digests(observation),
    ...mentions(observation),
    ...acknowledged(observation),
    ...reminded(observation),
    ...falseFailures(observation),
    ...order(observation),
    ...reading(observation),
    ...promptness(observation),
    ...leftovers(observation.keys),
    ...observation.crashes.map((what) => ({ promise: 'no process ends by itself', what })),
  ];
}
