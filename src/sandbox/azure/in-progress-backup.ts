import type { JsonObject } from './answer.ts';
import { azureTime } from './azure-time.ts';
import { DEFAULT_SERVER_ID } from './server-id.ts';

export interface BackupProgress {
  readonly percent: number;
  readonly doneBytes: number;
  readonly totalBytes: number;
  /** In milliseconds since the epoch. */
  readonly startTime: number;
  readonly resourceId?: string;
}

/** A backup-and-export under way, as the service reports it. */
export function inProgressBackup(progress: BackupProgress): JsonObject {
  return {
    status: 'InProgress',
    percentComplete: progress.percent,
    startTime: azureTime(progress.startTime),
    resourceId: progress.resourceId ?? DEFAULT_SERVER_ID,
    properties: backupProperties(progress.doneBytes, progress.totalBytes),
  };
}

export function backupProperties(doneBytes: number, totalBytes: number): JsonObject {
  return {
    objectType: 'BackupAndExportResponse',
    dataTransferredInBytes: Math.round(doneBytes),
    datasourceSizeInBytes: Math.round(totalBytes),
    backupMetadata: JSON.stringify({ BackupFormat: 'Raw', ServerVersion: '8.0.21' }),
  };
}
