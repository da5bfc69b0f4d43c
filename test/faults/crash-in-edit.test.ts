import { testCrashes } from './crash/crash-tests.ts';

await testCrashes('edit', ['nextEdit', 'takeEditTurn', 'chat.update', 'settleEdit']);
