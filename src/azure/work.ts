import * as v from 'valibot';
import type { Snapshot } from '../watch/snapshot.ts';
import { fieldsInAnyCase, optionalText, orAbsent } from './lenient.ts';

export type Work = Snapshot['work'];

const LARGEST_INT64 = 2 ** 63;

/** As .NET writes a whole number: `102`, `102.0`, `1,073,741,824`. A comma is no decimal point here. */
const WHOLE = /^\s*(?:\d{1,19}|\d{1,3}(?:,\d{3}){1,6})(?:\.0{1,9})?\s*$/;

/** An int64, which some services send as a string; past 2^53 it is rounded. */
const byteCount = orAbsent(
  v.pipe(
    v.union([
      v.number(),
      v.pipe(
        v.string(),
        v.regex(WHOLE),
        v.transform((text) => Number(text.replaceAll(',', ''))),
      ),
    ]),
    v.integer(),
    v.minValue(0),
    v.maxValue(LARGEST_INT64),
  ),
);

const DATE_TIME =
  /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(?:\.(\d{1,3})\d{0,4})?(Z|[+-]\d{2}:\d{2})$/i;
/** .NET services send year 1 where they mean "not yet". */
const EARLIEST_MS = Date.UTC(2000, 0, 1);

/**
 * A date-time of Azure (1 to 7 fraction digits or none; Z or an offset) in milliseconds since the
 * epoch. Undefined where it is malformed, names no zone, or lies before the year 2000.
 */
export function parseAzureTime(text: string): number | undefined {
  const [, seconds, fraction, zone] = DATE_TIME.exec(text) ?? [];
  if (seconds === undefined || zone === undefined) return undefined;
  const at = Date.parse(`${seconds}.${(fraction ?? '').padEnd(3, '0')}${zone}`.toUpperCase());
  return Number.isNaN(at) || at < EARLIEST_MS ? undefined : at;
}

export const time = orAbsent(v.pipe(v.string(), v.transform(parseAzureTime)));

/** `properties`, of which only these fields are ever looked at: the rest may hold secrets. */
export const WorkProperties = fieldsInAnyCase({
  objectType: optionalText(100),
  dataTransferredInBytes: byteCount,
  datasourceSizeInBytes: byteCount,
  estimatedCompletionTime: time,
});

/**
 * What an operation does. Azure's own type counts where it is given; some answers leave it out and
 * are known by their fields. New types are legal and become `other`.
 */
export function toWork(properties: v.InferOutput<typeof WorkProperties> | undefined): Work {
  if (properties === undefined) return { kind: 'other' };
  const { objectType, dataTransferredInBytes, datasourceSizeInBytes, estimatedCompletionTime } =
    properties;
  const backup: Work = {
    kind: 'backup',
    doneBytes: dataTransferredInBytes,
    totalBytes: datasourceSizeInBytes,
  };
  const restore: Work = { kind: 'import', estimatedEndAt: estimatedCompletionTime };
  switch (objectType?.toLowerCase()) {
    case 'backupandexportresponse':
      return backup;
    case 'importfromstorageresponse':
      return restore;
    case undefined:
      if (dataTransferredInBytes !== undefined || datasourceSizeInBytes !== undefined)
        return backup;
      return estimatedCompletionTime === undefined ? { kind: 'other' } : restore;
    default:
      return { kind: 'other', objectType };
  }
}
