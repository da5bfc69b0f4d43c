import type { JsonObject, Read } from '../../azure/answer.ts';
import { azureTime } from '../../azure/azure-time.ts';
import { backupStory } from '../../azure/backup-story.ts';
import { succeededOperation } from '../../azure/ended-operation.ts';
import { backupProperties, inProgressBackup } from '../../azure/in-progress-backup.ts';
import { storyTime } from '../../azure/story-time.ts';
import { GIB, MINUTE_MS, type Story } from './story.ts';

const UNKNOWN_MS = 30 * MINUTE_MS;

/** Words that nobody documented, in their order. */
const WORDS = ['Accepted', 'Rehydrating', 'SeedingReplica', 'Finalizing'];

/** Of a type that nobody documented, with internals that must not be shown. */
const UNKNOWN_PROPERTIES: JsonObject = {
  objectType: 'ReplicaSeedResponse',
  seedManifest:
    '<?xml version="1.0"?><Seed><Login name="replica_admin"/><Node id="4711" host="10.0.3.17"/></Seed>',
};

export const unknownWords: Story = {
  id: 'unknown-words',
  title: 'Status words and types that nobody knows',
  group: 'When Azure is in trouble',
  about:
    'Undocumented words, a new kind of operation, steps within steps: shown as far as they are safe.',
  server: 'ledger-prod',
  durationMs: UNKNOWN_MS,
  play: (resourceId) => (read) => ({ kind: 'ok', body: unknownBody(read, resourceId) }),
};

function unknownBody(read: Read, resourceId: string): JsonObject {
  const startTime = read.startedAt;
  const share = Math.min(1, read.elapsedMs / UNKNOWN_MS);
  const step = Math.min(WORDS.length - 1, Math.floor(share * WORDS.length));
  if (share >= 1) {
    const endTime = storyTime(read, UNKNOWN_MS);
    const ended = { startTime, endTime, properties: UNKNOWN_PROPERTIES, resourceId };
    return { ...succeededOperation(ended), operations: steps(WORDS.length) };
  }
  return {
    status: WORDS[step] ?? 'Accepted',
    percentComplete: Math.round(share * 100),
    startTime: azureTime(startTime),
    resourceId,
    properties: UNKNOWN_PROPERTIES,
    operations: steps(step),
  };
}

/** Sub-operations, one of them with its own. */
function steps(done: number): readonly JsonObject[] {
  return WORDS.map((name, index) => ({
    name,
    status: index < done ? 'Succeeded' : 'InProgress',
    percentComplete: index < done ? 100 : 0,
    ...(index === 2 ? { operations: [{ name: 'CopyBinlog', status: 'Pending' }] } : {}),
  }));
}

const CANCELED_MS = 24 * MINUTE_MS;
const CANCELING_FROM_MS = 18 * MINUTE_MS;

export const canceled: Story = {
  id: 'canceled',
  title: 'A backup that somebody cancels',
  group: 'Backups',
  about:
    'It is cancelled in the portal at 60 %; Azure takes six minutes for it. No alert: it was wanted.',
  server: 'wiki-prod',
  durationMs: CANCELED_MS,
  play: (resourceId) => {
    const totalBytes = 40 * GIB;
    const durationMs = 30 * MINUTE_MS;
    const healthy = backupStory({ totalBytes, durationMs, resourceId });
    const ending = backupStory({
      totalBytes,
      durationMs: CANCELED_MS,
      ends: 'Canceled',
      resourceId,
    });
    return (read) => {
      if (read.elapsedMs < CANCELING_FROM_MS) return healthy(read);
      if (read.elapsedMs >= CANCELED_MS) return ending(read);
      const atHalt = healthy({ ...read, elapsedMs: CANCELING_FROM_MS });
      return atHalt.kind === 'ok'
        ? { ...atHalt, body: { ...atHalt.body, status: 'CancelInProgress' } }
        : atHalt;
    };
  },
};

const WANDERING_MS = 30 * MINUTE_MS;

/** Minute and percentage; straight lines in between. */
const WAY: readonly (readonly [number, number])[] = [
  [0, 0],
  [10, 55],
  [14, 30],
  [24, 104.5],
  [30, 101],
];

export const wanderingPercent: Story = {
  id: 'wandering-percent',
  title: 'A percentage that runs backwards and past 100',
  group: 'When Azure is in trouble',
  about: 'From 55 % back to 30 %, then on to 104.5 %. The card stays between 0 and 100 %.',
  server: 'metrics-prod',
  durationMs: WANDERING_MS,
  play: (resourceId) => (read) => {
    const totalBytes = 80 * GIB;
    const startTime = read.startedAt;
    if (read.elapsedMs >= WANDERING_MS) {
      const endTime = storyTime(read, WANDERING_MS);
      const properties = backupProperties(totalBytes * 1.01, totalBytes);
      return {
        kind: 'ok',
        body: succeededOperation({ startTime, endTime, properties, resourceId }),
      };
    }
    const percent = percentAt(read.elapsedMs / MINUTE_MS);
    const doneBytes = (totalBytes * percent) / 100;
    return {
      kind: 'ok',
      body: inProgressBackup({ percent, doneBytes, totalBytes, startTime, resourceId }),
    };
  },
};

function percentAt(minute: number): number {
  const next = Math.max(
    1,
    WAY.findIndex(([at]) => at > minute),
  );
  const [fromMinute, from] = WAY[next - 1] ?? [0, 0];
  const [toMinute, to] = WAY[next] ?? [fromMinute + 1, from];
  const share = (minute - fromMinute) / (toMinute - fromMinute);
  return Math.round((from + (to - from) * share) * 100) / 100;
}
