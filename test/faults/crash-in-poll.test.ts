import { testCrashes } from './crash/crash-tests.ts';

await testCrashes('poll', [
  'moveToActive',
  'beginRead',
  'read',
  'commitWatch',
  'addPrioritizedJob',
  'moveToDelayed',
  'moveToFinished',
]);
