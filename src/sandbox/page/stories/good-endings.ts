import { backupStory } from '../../azure/backup-story.ts';
import { importStory } from '../../azure/import-story.ts';
import { standingStill } from './interruptions.ts';
import { GIB, MINUTE_MS, type Story } from './story.ts';

export const backup: Story = {
  id: 'backup',
  title: 'A backup that succeeds',
  group: 'Backups',
  about: 'One card counts up to 100 %, with bytes and speed; its thread notes each quarter.',
  server: 'orders-prod',
  durationMs: 30 * MINUTE_MS,
  play: (resourceId) =>
    backupStory({ totalBytes: 120 * GIB, durationMs: 30 * MINUTE_MS, resourceId }),
};

export const importWithEstimate: Story = {
  id: 'import',
  title: 'An import that succeeds',
  group: 'Imports',
  about: 'Azure itself says when it will be done, and the card shows that.',
  server: 'orders-staging',
  durationMs: 40 * MINUTE_MS,
  play: (resourceId) => importStory({ durationMs: 40 * MINUTE_MS, resourceId }),
};

export const secondLocation: Story = {
  id: 'second-location',
  title: 'A backup in West Europe, by its ARM id',
  group: 'Backups',
  about: 'What you copy is an ARM id instead of a URL; the bot reads the location from it.',
  server: 'shop-eu-prod',
  location: 'West Europe',
  names: 'arm-id',
  durationMs: 20 * MINUTE_MS,
  play: (resourceId) =>
    backupStory({ totalBytes: 48 * GIB, durationMs: 20 * MINUTE_MS, resourceId }),
};

export const stall: Story = {
  id: 'stall',
  title: 'A backup that stalls and goes on',
  group: 'Backups',
  about: 'It stands still at 40 % for 20 minutes, and then comes to a good end.',
  server: 'reports-prod',
  durationMs: 50 * MINUTE_MS,
  play: (resourceId) =>
    standingStill(backupStory({ totalBytes: 200 * GIB, durationMs: 30 * MINUTE_MS, resourceId }), {
      fromMs: 12 * MINUTE_MS,
      toMs: 32 * MINUTE_MS,
    }),
};
