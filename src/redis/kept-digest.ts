import * as v from 'valibot';
import type { Care } from '../watch/acknowledgement.ts';
import { isWatchItem, OutboxItem, type WatchItem } from '../watch/outbox-item.ts';
import { parseCare } from './care.ts';
import { FIELDS } from './fields.ts';
import { storedNumber } from './stored-record.ts';

/** An alert that can be told together with others. */
export type GatherableItem = Extract<WatchItem, { kind: 'alert' | 'condition-alert' }>;

const KeptEntry = v.object({
  operationId: v.string(),
  /** Why on-call is called: `failed`, `blind`, … */
  cause: v.string(),
  item: v.pipe(OutboxItem, v.guard(isGatherable)),
});
/** One operation that a digest names. */
export type KeptEntry = v.InferOutput<typeof KeptEntry>;

const StoredEntry = v.pipe(v.string(), v.parseJson(), KeptEntry);

/** A message that names many operations. */
export interface KeptDigest extends Care {
  /** It calls on-call. */
  readonly mentions: boolean;
  /** With their numbers, in order: those that can be read. */
  readonly entries: readonly (KeptEntry & { readonly number: number })[];
  /** How many it has, those that can't be read too. */
  readonly size: number;
  /** No channel takes it: its entries are told one by one. */
  readonly isSplit: boolean;
  /** Fields whose values can't be read. */
  readonly unreadable: readonly (readonly [field: string, value: string])[];
}

/** More than ever fit into a digest: what is said to be the size of a larger one is not. */
const MOST_ENTRIES = 1000;

/**
 * Reads as much of a digest as can be read.
 *
 * @param stored all fields of its key
 */
export function parseDigest(stored: Readonly<Record<string, string>>): KeptDigest {
  const numbered = Object.entries(stored).flatMap(([field, value]) => {
    const number = field.startsWith(FIELDS.entry)
      ? storedNumber(field.slice(FIELDS.entry.length))
      : undefined;
    const entry = v.safeParse(StoredEntry, value);
    return number === undefined ? [] : [{ field, value, number, entry }];
  });
  const entries = numbered
    .flatMap(({ number, entry }) => (entry.success ? [{ ...entry.output, number }] : []))
    .sort((one, other) => one.number - other.number);
  const broken = numbered.filter(({ entry }) => !entry.success);
  const said = storedNumber(stored[FIELDS.size] ?? '') ?? 0;
  const written = stored[FIELDS.acknowledged];
  const care = parseCare(written, stored[FIELDS.reopened], stored[FIELDS.recovered]);
  return {
    // Rather once too often than not at all.
    mentions: stored[FIELDS.mentions] !== '0',
    entries,
    size: Math.max(said > MOST_ENTRIES ? 0 : said, ...numbered.map(({ number }) => number)),
    ...care,
    isSplit: stored[FIELDS.split] !== undefined,
    unreadable: [
      ...broken.map(({ field, value }) => [field, value] as const),
      ...(written === undefined || care.acknowledged
        ? []
        : [[FIELDS.acknowledged, written] as const]),
    ],
  };
}

export function isGatherable(item: OutboxItem): item is GatherableItem {
  return isWatchItem(item) && (item.kind === 'alert' || item.kind === 'condition-alert');
}
