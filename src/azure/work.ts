import * as v from 'valibot';
import type { Snapshot } from '../watch/snapshot.ts';
import { optionalText, orAbsent } from './lenient.ts';
import { parseAzureTime } from './parse-azure-time.ts';

export type Work = Snapshot['work'];

const LARGEST_INT64 = 2 ** 63;

/** An int64, which some services send as a string; past 2^53 it is rounded. */
const byteCount = orAbsent(
  v.pipe(
    v.union([v.number(), v.pipe(v.string(), v.regex(/^\d{1,19}$/), v.transform(Number))]),
    v.integer(),
    v.minValue(0),
    v.maxValue(LARGEST_INT64),
  ),
);

export const time = orAbsent(v.pipe(v.string(), v.transform(parseAzureTime)));

/** `properties`, of which only these fields are ever looked at: the rest may hold secrets. */
export const WorkProperties = v.object({
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
