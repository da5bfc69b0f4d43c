import { testCrashes } from './crash/crash-tests.ts';

await testCrashes('remind', ['remind'], ['nobody looks after it']);
