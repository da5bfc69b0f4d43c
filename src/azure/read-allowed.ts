import type { OperationReference } from '../watch/operation-reference.ts';
import type { ReadOperation } from '../watch/reading.ts';
import { isOperationReference } from './check-operation-path.ts';

/**
 * Reads what may be read, and nothing else: checked at each read, since a watch may be older than the
 * settings, and a record may have been altered by whoever can write to Redis.
 *
 * @param subscriptionIds of `AZURE_SUBSCRIPTIONS`, in lower case
 * @param advise what is said of an operation in another one
 */
export function readAllowed(
  read: ReadOperation,
  subscriptionIds: readonly string[],
  advise: (subscriptionId: string) => string = adviseAsker,
): ReadOperation {
  const allowed = new Set(subscriptionIds);
  return async (reference, options) => {
    const explanation = whyNot(reference, allowed, advise);
    if (explanation === undefined) return await read(reference, options);
    return { kind: 'failure', failure: 'off-limits', explanation, trace: {} };
  };
}

function whyNot(
  reference: OperationReference,
  allowed: ReadonlySet<string>,
  advise: (subscriptionId: string) => string,
): string | undefined {
  if (!isOperationReference(reference)) {
    return 'What I keep of it no longer names an operation in Azure: somebody or something has changed it. Please ask again.';
  }
  const { subscriptionId } = reference;
  if (allowed.has(subscriptionId.toLowerCase())) return undefined;
  return advise(subscriptionId);
}

/** In Slack, where who asks and who runs it are two. */
function adviseAsker(subscriptionId: string): string {
  return `Its subscription ${subscriptionId} is no longer among those that I may read. Whoever runs me can add it to AZURE_SUBSCRIPTIONS; after that, please ask again.`;
}
