import * as v from 'valibot';
import type { WatchId } from '../watch/names.ts';
import { WatchRecord } from '../watch/watch-record.ts';

/**
 * Counts the forms in which records have been stored. To be raised with a change that an older bot would take for
 * something else: after a rollback it leaves alone what it does not know.
 */
const RECORD_SCHEMA = 1;

/** `newer`: a newer version of the bot has stored it. `broken`: it is no record at all. */
export type WhyUnreadable = 'newer' | 'broken';

/** What is stored of a watch can't be read: it is left as it is, and all others go on. */
export class UnreadableRecord extends Error {
  override readonly name = 'UnreadableRecord';
  readonly watchId: WatchId;
  readonly why: WhyUnreadable;

  constructor(watchId: WatchId, why: WhyUnreadable, options?: ErrorOptions) {
    super(`The record of watch ${watchId} ${WHY_UNREADABLE[why]}; it is left alone`, options);
    this.watchId = watchId;
    this.why = why;
  }
}

/** To be said behind what it is about. */
export const WHY_UNREADABLE: Readonly<Record<WhyUnreadable, string>> = {
  newer: 'is of a newer version of me',
  broken: 'can’t be read',
};

export function storedRecord(record: WatchRecord): string {
  return JSON.stringify({ schema: RECORD_SCHEMA, ...record });
}

const Versioned = v.object({ schema: v.number() });

/** A record as it stood in Redis at a version. Version 0 is one that is not stored yet. */
export interface StoredWatch {
  readonly version: number;
  readonly record: WatchRecord;
}

/**
 * @param id of the watch under which both are stored
 * @returns undefined where neither is: it is no longer kept
 * @throws UnreadableRecord
 */
export function parseStored(
  id: WatchId,
  version: string | null,
  record: string | null,
): StoredWatch | undefined {
  if (version === null && record === null) return undefined;
  const parsed = parseRecord(id, record ?? '');
  if (typeof parsed === 'string') throw new UnreadableRecord(id, parsed);
  const number = storedNumber(version ?? '');
  if (number === undefined) throw new UnreadableRecord(id, 'broken');
  return { version: number, record: parsed };
}

/** A watch as it is found among many. `isCounted`: it can be told what it owes, and so when it is forgotten. */
export type FoundWatch =
  | { readonly kind: 'record'; readonly record: WatchRecord; readonly isCounted: boolean }
  | { readonly kind: 'unreadable'; readonly id: WatchId; readonly why: WhyUnreadable };

const KeptFields = v.tupleWithRest(
  [v.nullable(v.string()), v.nullable(v.string())],
  v.nullable(v.string()),
);

/**
 * @param fields version, record, and those that count; of another form where there are none
 * @returns undefined where it is no longer kept
 */
export function findIn(id: WatchId, fields: unknown): FoundWatch | undefined {
  const kept = v.safeParse(KeptFields, fields);
  if (!kept.success) return { kind: 'unreadable', id, why: 'broken' };
  const [version, record, ...counts] = kept.output;
  if (version === null && record === null) return undefined;
  const parsed = parseRecord(id, record ?? '');
  if (typeof parsed === 'string') return { kind: 'unreadable', id, why: parsed };
  if (storedNumber(version ?? '') === undefined) return { kind: 'unreadable', id, why: 'broken' };
  const isCounted = counts.every((count) => count === null || storedNumber(count) !== undefined);
  return { kind: 'record', record: parsed, isCounted };
}

function parseRecord(id: WatchId, stored: string): WatchRecord | WhyUnreadable {
  const json = parseJson(stored);
  if (!v.is(Versioned, json)) return 'broken';
  if (json.schema > RECORD_SCHEMA) return 'newer';
  const parsed = v.safeParse(WatchRecord, json);
  return parsed.success && parsed.output.id === id ? parsed.output : 'broken';
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The number that Redis keeps as a text; undefined where it is none. */
export function storedNumber(stored: string): number | undefined {
  return /^\d{1,15}$/.test(stored) ? Number(stored) : undefined;
}
