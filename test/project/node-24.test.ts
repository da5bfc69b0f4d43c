import { describe, expect } from 'vitest';
import { succeededOperation } from '../../src/sandbox/azure/ended-operation.ts';
import { untilCard } from '../e2e/cards.ts';
import { running } from '../e2e/running.ts';
import { DBA, startTestWorld } from '../e2e/start-test-world.ts';
import { NODE_24, testWithNode24 } from './node-24.ts';

// package.json says that it is enough; all other tests run on the Node that npm brings.
describe('on Node 24', () => {
  testWithNode24('the bot starts, watches an operation to its end, and stops', async () => {
    const world = await startTestWorld('socket', {}, { way: { node: NODE_24 } });
    try {
      const metrics = await fetch(`http://127.0.0.1:${world.opsPort}/metrics`);
      expect(await metrics.text()).toContain('nodejs_version_info{version="v24.');

      const operation = world.azure.operation({ script: () => running(42) });
      expect(await world.ask(`watch ${operation.progressUrl}`)).toContain('Watching');
      await untilCard(world, DBA, operation, /42 %/);
      const ended = { startTime: Date.now() - 60_000, endTime: Date.now() };
      operation.set({ kind: 'ok', body: succeededOperation(ended) });
      await untilCard(world, DBA, operation, /succeeded/);

      expect(await world.product.stop()).toBe(0);
      expect(world.product.output()).toContain('app.stopped');
    } finally {
      await world.stop();
    }
  });
});
