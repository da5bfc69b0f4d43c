import { expect, test } from 'vitest';
import type { Script } from '../../../src/sandbox/azure/answer.ts';
import { backupStory } from '../../../src/sandbox/azure/backup-story.ts';
import { failingStory } from '../../../src/sandbox/azure/failing-story.ts';
import { importStory } from '../../../src/sandbox/azure/import-story.ts';

const subscriptionId = '5a0d1c2e-3b4f-4a6d-8c7e-9f0a1b2c3d4e';
const startedAt = Date.UTC(2026, 0, 5, 12);

function bodyAt(script: Script, elapsedMs: number) {
  const answer = script({ subscriptionId, startedAt, elapsedMs, reads: 1 });
  if (answer.kind !== 'ok') throw new Error('no body');
  return answer.body;
}

test('a backup moves evenly and ends as told', () => {
  const story = backupStory({ totalBytes: 1_000, durationMs: 10_000 });
  expect(bodyAt(story, 0)).toMatchObject({ status: 'InProgress', percentComplete: 0 });
  expect(bodyAt(story, 2_500)).toMatchObject({
    status: 'InProgress',
    percentComplete: 25,
    startTime: '2026-01-05T12:00:00.000326Z',
    resourceId: `/subscriptions/${subscriptionId}/resourceGroups/rg-shop/providers/Microsoft.DBforMySQL/flexibleServers/orders-prod`,
    properties: {
      objectType: 'BackupAndExportResponse',
      dataTransferredInBytes: 250,
      datasourceSizeInBytes: 1_000,
    },
  });
  expect(bodyAt(story, 60_000)).toMatchObject({
    status: 'Succeeded',
    endTime: '2026-01-05T12:00:10.000326Z',
    properties: { dataTransferredInBytes: 1_000 },
  });
  const canceled = backupStory({ totalBytes: 1_000, durationMs: 10_000, ends: 'Canceled' });
  expect(bodyAt(canceled, 10_000)).toMatchObject({ status: 'Canceled' });
});

test('an import knows its end', () => {
  const story = importStory({ durationMs: 10_000, ends: 'Failed' });
  expect(bodyAt(story, 6_000)).toMatchObject({
    status: 'Importing',
    percentComplete: 60,
    properties: {
      objectType: 'ImportFromStorageResponse',
      estimatedCompletionTime: '2026-01-05T12:00:10.000326Z',
    },
  });
  expect(bodyAt(story, 10_000)).toMatchObject({
    status: 'Failed',
    error: { code: expect.any(String) },
  });
});

test('a failing backup falls back to 0 % with a tree of errors', () => {
  const story = failingStory({ totalBytes: 1_000, durationMs: 10_000 });
  expect(bodyAt(story, 5_999)).toMatchObject({ status: 'InProgress' });
  expect(bodyAt(story, 6_000)).toMatchObject({
    status: 'Failed',
    percentComplete: 0,
    error: { details: [{ details: [{ code: 'AuthorizationPermissionMismatch' }] }] },
  });
});
