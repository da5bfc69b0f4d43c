import { locationName } from '../watch/locations.ts';
import type { OperationReference } from '../watch/operation-reference.ts';
import type { ReadFailure, Reading, ReadOperation, SnapshotReading } from '../watch/reading.ts';
import type { Refusal } from './refusals.ts';

export type SearchResult =
  | {
      readonly kind: 'found';
      readonly reference: OperationReference;
      readonly reading: SnapshotReading;
    }
  | Refusal;

/** Looks for an operation in all places where it may be, at once. Nothing is kept. */
export async function searchOperation(
  candidates: readonly OperationReference[],
  read: ReadOperation,
): Promise<SearchResult> {
  const ended = new AbortController();
  const { signal } = ended;
  const looks = candidates.map(async (reference) => ({
    reference,
    reading: await read(reference, { signal }),
  }));
  const result = new Promise<SearchResult>((resolve, reject) => {
    for (const look of looks) {
      look.then(({ reference, reading }) => {
        if (reading.kind === 'snapshot') resolve({ kind: 'found', reference, reading });
      }, reject);
    }
    Promise.all(looks).then((readings) => resolve(notFound(readings)), reject);
  });
  // Those that still wait for a turn need not be read any more.
  return await result.finally(() => ended.abort());
}

function notFound(
  looks: readonly { readonly reference: OperationReference; readonly reading: Reading }[],
): Refusal {
  const unread = looks.flatMap(({ reference, reading }) =>
    reading.kind === 'failure' && !saysUnknown(reading) ? [{ reference, reading }] : [],
  );
  const [first] = unread;
  if (!first) return nobodyKnows(looks.map(({ reference }) => reference));
  const places = placesOf(unread.map(({ reference }) => reference)).join(', ');
  return {
    kind: 'refused',
    explanation:
      `I could not look everywhere. In ${places}: ${first.reading.explanation} ` +
      'If you know where it runs, add "in <location>", and I watch it until it can be read.',
  };
}

/** Azure was asked in all these places, and knows it in none. */
export function nobodyKnows(references: readonly OperationReference[]): Refusal {
  return {
    kind: 'refused',
    explanation:
      `Nobody knows that operation in ${placesOf(references).join(', ')}. Please check the id; one that ` +
      'has just been started may take two minutes to show. If it runs elsewhere, add "in <location>".',
  };
}

/** A region that does not serve the api-version does not run the operation either. */
function saysUnknown({ failure }: ReadFailure): boolean {
  return failure === 'not-found' || failure === 'unsupported';
}

/** Each location once, as it is shown. */
export function placesOf(references: readonly OperationReference[]): readonly string[] {
  return [...new Set(references.map(({ location }) => locationName(location)))];
}
