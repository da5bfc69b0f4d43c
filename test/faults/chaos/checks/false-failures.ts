import { historyOf } from '../plan/histories.ts';
import type { Observation } from './observation.ts';
import { asidesOn, shownIn, toldIn } from './told.ts';
import { VERDICT_WORDS } from './verdict-words.ts';
import type { Violation } from './violation.ts';

const PROMISE = 'failed is said of what failed alone';

/** Nothing that was ever shown of an operation says that it failed, unless Azure says so in the end. */
export function falseFailures(observation: Observation): readonly Violation[] {
  const told = toldIn(observation).flatMap(({ message, operation }) =>
    operation
      ? [message, ...message.versions].map((version) => ({
          ...{ operation, channel: message.channel, shown: shownIn(version) },
        }))
      : [],
  );
  const asides = observation.plan.operations.flatMap((operation) =>
    asidesOn(operation, observation).map((aside) => ({
      ...{ operation, channel: aside.channel, shown: shownIn(aside) },
    })),
  );
  return [...told, ...asides]
    .filter(({ operation }) => !historyOf(operation.history).verdicts.includes('failed'))
    .filter(({ shown }) => VERDICT_WORDS.failed.test(shown))
    .map(({ operation, channel, shown }) => ({
      ...{ promise: PROMISE, operation: operation.index, channel },
      what: `it says of “${operation.history}”: ${shown}`,
    }));
}
