import * as v from 'valibot';
import { locationKey } from './locations.ts';

/**
 * Names one long-running operation in Azure. Subscription ids, and operation ids that are GUIDs, are
 * in lower case; the location stands as Azure spells it (`eastus` or `East US`).
 */
export const OperationReference = v.pipe(
  v.object({
    subscriptionId: v.string(),
    location: v.string(),
    operationId: v.string(),
  }),
  v.readonly(),
);
export type OperationReference = v.InferOutput<typeof OperationReference>;

/**
 * The one spelling of a reference under which a watch is kept: `West US` and `westus` are the same
 * place to Azure, so they are the same key.
 */
export function referenceKey(reference: OperationReference): string {
  const { subscriptionId, location, operationId } = reference;
  return `${subscriptionId.toLowerCase()}/${locationKey(location)}/${operationId}`;
}
