import type { Script } from './answer.ts';
import { importProperties, inProgressImport } from './in-progress-import.ts';
import { serverId } from './server-id.ts';
import { type StoryEnd, storyEnd } from './story-end.ts';
import { storyTime } from './story-time.ts';

export interface ImportStory {
  readonly durationMs: number;
  /** Default `Succeeded`. */
  readonly ends?: StoryEnd;
  readonly resourceId?: string;
}

/** An import from storage that estimates its own end well, and comes to it after `durationMs`. */
export function importStory({ durationMs, ends = 'Succeeded', resourceId }: ImportStory): Script {
  return (read) => {
    const { subscriptionId, startedAt, elapsedMs } = read;
    const server = { resourceId: resourceId ?? serverId(subscriptionId) };
    const share = Math.min(1, elapsedMs / durationMs);
    const endTime = storyTime(read, durationMs);
    if (share < 1) {
      const body = inProgressImport({
        percent: Math.round(share * 10_000) / 100,
        startTime: startedAt,
        estimatedEnd: endTime,
        status: share < 0.5 ? 'InProgress' : 'Importing',
        ...server,
      });
      return { kind: 'ok', body };
    }
    const properties = importProperties(endTime);
    return {
      kind: 'ok',
      body: storyEnd(ends, { startTime: startedAt, endTime, properties, ...server }),
    };
  };
}
