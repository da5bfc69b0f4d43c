import type { Answer, Read } from '../../azure/answer.ts';
import { backupStory } from '../../azure/backup-story.ts';
import { GATEWAY_PAGE, NOT_FOUND, THROTTLED, UNAVAILABLE } from './azure-refusals.ts';
import { interrupted } from './interruptions.ts';
import { GIB, MINUTE_MS, type Story } from './story.ts';

const OUTAGE: readonly Answer[] = [UNAVAILABLE, GATEWAY_PAGE, { kind: 'hang' }];

export const throttled: Story = {
  id: 'throttled',
  title: 'Azure allows no more reads (429)',
  group: 'When Azure is in trouble',
  about: 'For ten minutes every read is refused. The bot waits as long as Azure asks, and goes on.',
  server: 'search-prod',
  durationMs: 36 * MINUTE_MS,
  play: (resourceId) =>
    interrupted(
      backupStory({ totalBytes: 90 * GIB, durationMs: 36 * MINUTE_MS, resourceId }),
      { fromMs: 10 * MINUTE_MS, toMs: 20 * MINUTE_MS },
      () => THROTTLED,
    ),
};

export const outage: Story = {
  id: 'outage',
  title: 'Azure is down for a while',
  group: 'When Azure is in trouble',
  about: '503, an HTML page, no answer at all, in turn. Nobody is told that the backup failed.',
  server: 'stock-prod',
  durationMs: 45 * MINUTE_MS,
  play: (resourceId) =>
    interrupted(
      backupStory({ totalBytes: 150 * GIB, durationMs: 45 * MINUTE_MS, resourceId }),
      { fromMs: 12 * MINUTE_MS, toMs: 28 * MINUTE_MS },
      inTurn,
    ),
};

function inTurn({ reads }: Read): Answer {
  return OUTAGE[reads % OUTAGE.length] ?? UNAVAILABLE;
}

export const forgotten: Story = {
  id: 'forgotten',
  title: 'Forgotten by Azure after 60 %',
  group: 'When Azure is in trouble',
  about:
    'Azure no longer knows the operation (404). How it ended nobody can say: #oncall must look.',
  server: 'archive-prod',
  durationMs: 18 * MINUTE_MS,
  play: (resourceId) =>
    interrupted(
      backupStory({ totalBytes: 75 * GIB, durationMs: 30 * MINUTE_MS, resourceId }),
      { fromMs: 18 * MINUTE_MS, toMs: Number.POSITIVE_INFINITY },
      () => NOT_FOUND,
    ),
};

export const neverFound: Story = {
  id: 'never-found',
  title: 'Never found',
  group: 'When Azure is in trouble',
  about: 'Azure answers 404 from the start. The bot waits a little, then says so to who asked.',
  server: 'nowhere',
  durationMs: 5 * MINUTE_MS,
  play: () => () => NOT_FOUND,
};
