import { testCrashes } from './crash/crash-tests.ts';

await testCrashes('post', [
  'moveToActive',
  'claimPost',
  'chat.postMessage',
  'settleItem',
  'moveToFinished',
]);
