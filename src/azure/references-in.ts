import type { OperationReference } from '../watch/operation-reference.ts';
import { findMentions, LONGEST_PASTE } from './find-mentions.ts';
import { parseOperations } from './parse-operations.ts';

/** No URL is longer, so that each stands whole in one part of a long text. */
const LONGEST_URL = 16 * 1024;

/**
 * The operations that a text of any length names together with their places, in its order; one that is named again comes
 * again. Ids alone are overlooked: what a script prints is full of ids that are none of operations.
 */
export function* referencesIn(
  text: string,
  options: { readonly armEndpoint: string },
): Generator<OperationReference> {
  for (const part of partsOf(text)) {
    for (const mention of findMentions(part)) {
      if (mention.kind !== 'path') continue;
      // What is cut at the part's end stands whole in the next one.
      if (mention.end > part.length - LONGEST_URL && !text.endsWith(part)) break;
      const [found] = parseOperations(part.slice(mention.start, mention.end), options);
      if (found.kind === 'reference') yield found.reference;
    }
  }
}

function partsOf(text: string): readonly string[] {
  const step = LONGEST_PASTE - 2 * LONGEST_URL;
  const count = Math.max(1, Math.ceil((text.length - 2 * LONGEST_URL) / step));
  return Array.from({ length: count }, (_, at) => text.slice(at * step, at * step + LONGEST_PASTE));
}
