import { isOperationReference, spellLocation } from '../azure/check-operation-path.ts';
import { type ParsedOperation, parseOperations } from '../azure/parse-operations.ts';
import { referencesIn } from '../azure/references-in.ts';
import type { OperationReference } from '../watch/operation-reference.ts';
import type { OperationWish } from './parse-arguments.ts';

export interface Choosing {
  readonly armEndpoint: string;
  /** Undefined where all may be read. */
  readonly subscriptions: readonly { readonly name: string; readonly id: string }[] | undefined;
  readonly locations: readonly string[];
}

export type ChosenOperation =
  | { readonly kind: 'reference'; readonly reference: OperationReference }
  | { readonly kind: 'wrong'; readonly problem: string };

/** What is said of a place that none can be. */
export const NO_PLACE =
  '--subscription must be an id, or a name in AZURE_SUBSCRIPTIONS; --location a place.';

/** Which operation is meant, without asking Azure: the first in the text, where the options say. */
export function chooseOperation(
  text: string,
  { location, subscription }: Pick<OperationWish, 'location' | 'subscription'>,
  where: Choosing,
): ChosenOperation {
  const found = firstIn(text, where);
  if (found.kind === 'refused') return wrong(found.explanation);
  const named = found.kind === 'reference' ? found.reference : undefined;
  const subscriptionId =
    subscriptionIdOf(subscription, where) ?? named?.subscriptionId ?? only(where.subscriptions)?.id;
  const place = location ?? named?.location ?? only(where.locations);
  if (subscriptionId === undefined || place === undefined) {
    const lacking = [
      ...(subscriptionId === undefined ? ['--subscription'] : []),
      ...(place === undefined ? ['--location'] : []),
    ];
    return wrong(
      `An id alone does not say where the operation is. Please add ${lacking.join(' and ')}.`,
    );
  }
  const operationId = found.kind === 'reference' ? found.reference.operationId : found.operationId;
  const reference = { subscriptionId, location: spellLocation(place), operationId };
  return isOperationReference(reference) ? { kind: 'reference', reference } : wrong(NO_PLACE);
}

function wrong(problem: string): ChosenOperation {
  return { kind: 'wrong', problem };
}

function only<Each>(list: readonly Each[] = []): Each | undefined {
  return list.length === 1 ? list[0] : undefined;
}

/** By its name where the settings have one, else as it was given. */
function subscriptionIdOf(given: string | undefined, { subscriptions = [] }: Choosing) {
  const asked = given?.toLowerCase();
  return subscriptions.find(({ name }) => name.toLowerCase() === asked)?.id ?? asked;
}

/** A whole reference goes before an id alone: a debug dump is full of ids that are none of operations. */
function firstIn(text: string, where: Choosing): ParsedOperation {
  for (const reference of referencesIn(text, where)) return { kind: 'reference', reference };
  return parseOperations(text, where)[0];
}
