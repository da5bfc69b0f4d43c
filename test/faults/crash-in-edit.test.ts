import { testCrashes } from './crash/crash-tests.ts';

await testCrashes('edit', ['moveToActive', 'chat.update', 'moveToFinished']);
