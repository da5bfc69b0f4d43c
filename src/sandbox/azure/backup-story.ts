import type { Script } from './answer.ts';
import { backupProperties, inProgressBackup } from './in-progress-backup.ts';
import { serverId } from './server-id.ts';
import { type StoryEnd, storyEnd } from './story-end.ts';
import { storyTime } from './story-time.ts';

export interface BackupStory {
  readonly totalBytes: number;
  readonly durationMs: number;
  /** Default `Succeeded`. */
  readonly ends?: StoryEnd;
  readonly resourceId?: string;
}

/** A backup-and-export that moves evenly from its start to its end, which comes after `durationMs`. */
export function backupStory({
  totalBytes,
  durationMs,
  ends = 'Succeeded',
  resourceId,
}: BackupStory): Script {
  return (read) => {
    const { subscriptionId, startedAt, elapsedMs } = read;
    const server = { resourceId: resourceId ?? serverId(subscriptionId) };
    const share = Math.min(1, elapsedMs / durationMs);
    const doneBytes = totalBytes * share;
    if (share < 1) {
      const percent = Math.round(share * 10_000) / 100;
      const body = inProgressBackup({
        percent,
        doneBytes,
        totalBytes,
        startTime: startedAt,
        ...server,
      });
      return { kind: 'ok', body };
    }
    const endTime = storyTime(read, durationMs);
    const properties = backupProperties(doneBytes, totalBytes);
    return {
      kind: 'ok',
      body: storyEnd(ends, { startTime: startedAt, endTime, properties, ...server }),
    };
  };
}
