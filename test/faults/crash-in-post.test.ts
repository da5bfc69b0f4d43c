import { testCrashes } from './crash/crash-tests.ts';

await testCrashes('post', [
  'moveToActive',
  'claim-post',
  'chat.postMessage',
  'settle-item',
  'moveToFinished',
]);
