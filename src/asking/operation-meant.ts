import { operationPath } from '../azure/format-operation.ts';
import { parseOperations } from '../azure/parse-operations.ts';
import { referencesIn } from '../azure/references-in.ts';
import { referenceKey } from '../watch/operation-reference.ts';
import type { Reach } from './find-operation.ts';
import type { Refusal } from './refusals.ts';

/**
 * The one operation that a script means by what was printed as it was started, as a wish takes it. One that is named
 * with its place goes before ids alone, of which such a text is full.
 *
 * @param text up to 1 MB of anything
 * @returns why not, where it names several
 */
export function operationMeant(
  text: string,
  reach: Pick<Reach, 'armEndpoint'>,
): { readonly kind: 'meant'; readonly operation: string } | Refusal {
  const references = new Map(
    Array.from(referencesIn(text, reach), (found) => [referenceKey(found), found] as const),
  );
  const [only] = references.values();
  if (only && references.size === 1) return { kind: 'meant', operation: operationPath(only) };
  const named = only ? references.size : parseOperations(text, reach).length;
  // What names none is refused as it stands, with a reason.
  return named <= 1 ? { kind: 'meant', operation: text } : several(named);
}

function several(count: number): Refusal {
  return {
    kind: 'refused',
    explanation: `That names ${count} operations, and a request is for one: please send a request for each.`,
  };
}
