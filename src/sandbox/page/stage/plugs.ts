import { startProduct } from '../../product/product-process.ts';
import { untilReady } from '../../product/until-ready.ts';
import type { DemoWorld } from '../demo-world.ts';
import type { PageControls, ProcessName } from '../protocol.ts';
import { createPlug } from './plug.ts';

/** A plug for each process of the bot. */
export interface Plugs {
  readonly states: PageControls['plugs'];
  /** Resolves when both do their work; rejects where one does not come up. */
  readonly ready: Promise<void>;
  pull(of: ProcessName): Promise<void>;
  plugIn(of: ProcessName): Promise<void>;
  /** Ends both in their own time. */
  stop(): Promise<void>;
}

/**
 * The world's product takes commands and presses; a worker beside it reads Azure, posts and edits.
 *
 * @param world its product is told `ROLE=bot`
 */
export function createPlugs(world: DemoWorld, onChange: () => void): Plugs {
  const { environment, product, opsPort, workerOpsPort } = world;
  const workers = { ...environment, ['ROLE']: 'worker', ['OPS_PORT']: String(workerOpsPort) };
  const plugs = {
    bot: createPlug({
      product,
      start: () => startProduct(environment, 'node'),
      untilReady: (started) => untilReady(started, opsPort),
      onChange,
    }),
    worker: createPlug({
      start: () => startProduct(workers, 'node'),
      untilReady: (started) => untilReady(started, workerOpsPort),
      onChange,
    }),
  };
  const ready = Promise.all([plugs.bot.ready, plugs.worker.ready]).then(() => undefined);
  // Whoever stops before that does not wait for it.
  ready.catch(() => undefined);
  return {
    get states() {
      return { bot: plugs.bot.state, worker: plugs.worker.state };
    },
    ready,
    pull: (of) => plugs[of].pull(),
    plugIn: (of) => plugs[of].plugIn(),
    async stop() {
      await Promise.all([plugs.bot.stop(), plugs.worker.stop()]);
    },
  };
}
