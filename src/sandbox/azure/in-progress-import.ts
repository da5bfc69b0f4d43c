import type { JsonObject } from './answer.ts';
import { azureTime } from './azure-time.ts';
import { DEFAULT_SERVER_ID } from './server-id.ts';

export interface ImportProgress {
  readonly percent: number;
  /** In milliseconds since the epoch. */
  readonly startTime: number;
  readonly estimatedEnd?: number;
  /** Default `InProgress`; the service says `Importing` too. */
  readonly status?: string;
  readonly resourceId?: string;
}

/** An import from storage under way, as the service reports it. */
export function inProgressImport(progress: ImportProgress): JsonObject {
  return {
    status: progress.status ?? 'InProgress',
    percentComplete: progress.percent,
    startTime: azureTime(progress.startTime),
    resourceId: progress.resourceId ?? DEFAULT_SERVER_ID,
    properties: importProperties(progress.estimatedEnd),
  };
}

export function importProperties(estimatedEnd: number | undefined): JsonObject {
  return {
    objectType: 'ImportFromStorageResponse',
    ...(estimatedEnd === undefined ? {} : { estimatedCompletionTime: azureTime(estimatedEnd) }),
  };
}
