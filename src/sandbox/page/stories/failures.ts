import { failingStory } from '../../azure/failing-story.ts';
import { importStory } from '../../azure/import-story.ts';
import { GIB, MINUTE_MS, type Story } from './story.ts';
import { TABLE_ERRORS } from './table-errors.ts';

const EXPIRED_TOKEN = {
  code: 'ImportFromStorageFailed',
  message: 'The import from storage to server customers-staging did not succeed.',
  details: [
    {
      code: 'AuthenticationFailed',
      message:
        'Server failed to authenticate the request. Signed expiry time has to be after the current time.',
    },
  ],
};

export const failingImport: Story = {
  id: 'import-fails',
  title: 'An import that fails',
  group: 'Imports',
  about: 'Its storage token runs out on the way: an alert calls #oncall, and says what to try.',
  server: 'customers-staging',
  durationMs: 6 * MINUTE_MS,
  play: (resourceId) =>
    importStory({
      durationMs: 14 * MINUTE_MS,
      ends: 'Failed',
      endsAt: 6 / 14,
      error: EXPIRED_TOKEN,
      resourceId,
    }),
};

export const failure: Story = {
  id: 'failure',
  title: 'A backup that fails, with nested errors',
  group: 'Backups',
  about: 'An alert calls #oncall with the reason; the alert’s thread has the whole tree of errors.',
  server: 'billing-prod',
  durationMs: 30 * MINUTE_MS,
  play: (resourceId) =>
    failingStory({
      totalBytes: 64 * GIB,
      durationMs: 50 * MINUTE_MS,
      error: TABLE_ERRORS,
      resourceId,
    }),
};

export const failureAtTheEnd: Story = {
  id: 'failure-at-100',
  title: 'A backup that fails at 100 %',
  group: 'Backups',
  about: 'Azure says 100 % and Failed in one breath. The bot believes the word, not the number.',
  server: 'crm-prod',
  durationMs: 20 * MINUTE_MS,
  play: (resourceId) =>
    failingStory({
      totalBytes: 32 * GIB,
      durationMs: 20 * MINUTE_MS,
      failsAt: 1,
      percent: 100,
      resourceId,
    }),
};

export const nobodyLooks: Story = {
  id: 'nobody-looks',
  title: 'A backup that fails at night',
  group: 'Backups',
  about:
    'Leave it alone: #oncall is called again, then Bob, who looks after it. PagerDuty hears of all that.',
  server: 'payroll-prod',
  durationMs: 10 * MINUTE_MS,
  play: (resourceId) =>
    failingStory({ totalBytes: 24 * GIB, durationMs: 20 * MINUTE_MS, failsAt: 0.5, resourceId }),
};

export const failuresAtOnce: Story = {
  id: 'failures-at-once',
  title: 'Six backups that fail at once',
  group: 'Backups',
  about: 'Bob watches them in #dba. #oncall is called once; one more message names the others.',
  server: 'shop-1-prod',
  alongside: ['shop-2-prod', 'shop-3-prod', 'shop-4-prod', 'shop-5-prod', 'shop-6-prod'],
  durationMs: 3 * MINUTE_MS,
  play: (resourceId) =>
    failingStory({ totalBytes: 16 * GIB, durationMs: 6 * MINUTE_MS, failsAt: 0.5, resourceId }),
};
