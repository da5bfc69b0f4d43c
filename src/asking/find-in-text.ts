import { LONGEST_PASTE } from '../azure/find-mentions.ts';
import { operationPath } from '../azure/format-operation.ts';
import { parseOperations } from '../azure/parse-operations.ts';
import { locationName } from '../watch/locations.ts';
import type { Reach } from './find-operation.ts';
import { isName, type Refusal } from './refusals.ts';

/** An operation that a text names. */
export interface NamedOperation {
  /** What names it and nothing else: what a wish takes. Without its signature. */
  readonly operation: string;
  readonly operationId: string;
  /** Where it runs, as it is shown; undefined where the text does not tell. */
  readonly location: string | undefined;
}

/** What a text that was written for others names, without asking Azure. */
export interface FoundInText {
  readonly operations: readonly NamedOperation[];
  /** Why what it names can't be watched, where that is something else than an operation. */
  readonly refusal: Refusal | undefined;
}

/** Finds operations in a text; of one that is too long, in its beginning. */
export function findInText(text: string, reach: Pick<Reach, 'armEndpoint'>): FoundInText {
  const parsed = parseOperations(text.slice(0, LONGEST_PASTE), reach);
  const operations = parsed.flatMap((each): readonly NamedOperation[] => {
    switch (each.kind) {
      case 'reference': {
        const { operationId, location } = each.reference;
        const operation = operationPath(each.reference);
        return [{ operation, operationId, location: locationName(location) }];
      }
      case 'bare':
        return [
          { operation: each.operationId, operationId: each.operationId, location: undefined },
        ];
      case 'refused':
        return [];
      default:
        return each satisfies never;
    }
  });
  const refusal = parsed.find((each) => each.kind === 'refused' && !isName(each));
  return { operations, refusal: refusal?.kind === 'refused' ? refusal : undefined };
}
