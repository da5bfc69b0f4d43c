import { testCrashes } from './crash/crash-tests.ts';

await testCrashes('edit', ['lease-edit', 'take-edit-turn', 'chat.update', 'settle-edit']);
