import type { Script } from './answer.ts';
import type { SimulatedErrorDetail } from './ended-operation.ts';
import { importProperties, inProgressImport } from './in-progress-import.ts';
import { serverId } from './server-id.ts';
import { type StoryEnd, storyEnd } from './story-end.ts';
import { storyTime } from './story-time.ts';

export interface ImportStory {
  readonly durationMs: number;
  /** Default `Succeeded`. */
  readonly ends?: StoryEnd;
  /** After which share of the duration it ends. Default 1. */
  readonly endsAt?: number;
  /** Why it fails, if it does. Default: the storage refused a write. */
  readonly error?: SimulatedErrorDetail;
  readonly resourceId?: string;
}

/** An import from storage that estimates its own end well, and comes to it unless it breaks off before. */
export function importStory(story: ImportStory): Script {
  const { durationMs, ends = 'Succeeded', endsAt = 1, error, resourceId } = story;
  return (read) => {
    const { subscriptionId, startedAt, elapsedMs } = read;
    const server = { resourceId: resourceId ?? serverId(subscriptionId) };
    const share = elapsedMs / durationMs;
    if (share < endsAt) {
      const body = inProgressImport({
        percent: Math.round(share * 10_000) / 100,
        startTime: startedAt,
        estimatedEnd: storyTime(read, durationMs),
        status: share < 0.5 ? 'InProgress' : 'Importing',
        ...server,
      });
      return { kind: 'ok', body };
    }
    const endTime = storyTime(read, durationMs * endsAt);
    const properties = importProperties(endTime);
    const ended = { startTime: startedAt, endTime, properties, ...server };
    return { kind: 'ok', body: storyEnd(ends, ended, error) };
  };
}
