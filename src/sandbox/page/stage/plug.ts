import type { ProductProcess } from '../../product/product-process.ts';
import type { WorkerState } from '../protocol.ts';

export interface PlugParts {
  /** The process that runs already. */
  readonly product: ProductProcess;
  /** Starts another, told the same. */
  readonly start: () => ProductProcess;
  /** Resolves when it takes commands; rejects where it ended before that. */
  readonly untilReady: (product: ProductProcess) => Promise<void>;
  readonly onChange: (state: WorkerState) => void;
}

/** The power supply of the bot: without it, the process is gone at once, as in a crash. */
export interface Plug {
  readonly state: WorkerState;
  /** Resolves when all of the process is gone. */
  pull(): Promise<void>;
  /** Resolves when the bot takes commands, or was unplugged again; rejects where it does not come up. */
  plugIn(): Promise<void>;
  /** Ends the bot in its own time, and lets it start no more. */
  stop(): Promise<void>;
}

export function createPlug({ product: first, start, untilReady, onChange }: PlugParts): Plug {
  let product = first;
  let state: WorkerState = 'running';
  let isOver = false;
  /** Those that were killed on purpose. */
  const pulled = new WeakSet<ProductProcess>();

  function become(next: WorkerState): void {
    if (state === next || isOver) return;
    state = next;
    onChange(next);
  }

  /** A bot that ended without being asked to has to be shown as such. */
  function watch(watched: ProductProcess): void {
    const ended = () => {
      if (watched === product) become('stopped');
    };
    watched.ended.then(ended, ended);
  }

  watch(product);
  return {
    get state() {
      return state;
    },
    async pull() {
      pulled.add(product);
      product.kill('SIGKILL');
      await product.ended;
      become('stopped');
    },
    async plugIn() {
      if (state !== 'stopped' || isOver) return;
      const started = start();
      product = started;
      become('starting');
      watch(started);
      try {
        await untilReady(started);
        if (product === started) become('running');
      } catch (error) {
        started.kill('SIGKILL');
        await started.ended;
        if (!pulled.has(started)) throw error;
      }
    },
    async stop() {
      isOver = true;
      await product.stop();
    },
  };
}
