import type { Script } from './answer.ts';
import { backupStory } from './backup-story.ts';
import { failedOperation, type SimulatedErrorDetail } from './ended-operation.ts';
import { backupProperties } from './in-progress-backup.ts';
import { serverId } from './server-id.ts';
import { STORAGE_ERROR } from './storage-error.ts';
import { storyTime } from './story-time.ts';

export interface FailingStory {
  readonly totalBytes: number;
  readonly durationMs: number;
  /** Which share of the duration goes well. Default 0.6. */
  readonly failsAt?: number;
  readonly resourceId?: string;
  /** Why it fails. Default: the storage refused a write. */
  readonly error?: SimulatedErrorDetail;
  /** What it claims to have done when it fails. Default 0. */
  readonly percent?: number;
}

/** A backup-and-export that breaks off on its way: its percentage falls back to 0, as Azure's does. */
export function failingStory({
  totalBytes,
  durationMs,
  failsAt = 0.6,
  resourceId,
  error = STORAGE_ERROR,
  percent = 0,
}: FailingStory): Script {
  return (read) => {
    const server = { resourceId: resourceId ?? serverId(read.subscriptionId) };
    const healthy = backupStory({ totalBytes, durationMs, ...server });
    if (read.elapsedMs < durationMs * failsAt) return healthy(read);
    const body = failedOperation({
      startTime: read.startedAt,
      endTime: storyTime(read, durationMs * failsAt),
      properties: backupProperties(totalBytes * failsAt, totalBytes),
      error,
      percent,
      ...server,
    });
    return { kind: 'ok', body };
  };
}
