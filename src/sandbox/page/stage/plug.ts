import type { ProductProcess } from '../../product/product-process.ts';
import type { PlugState } from '../protocol.ts';

export interface PlugParts {
  /** The process that is starting already, if one is. */
  readonly product?: ProductProcess;
  /** Starts one that is told the same. */
  readonly start: () => ProductProcess;
  /** Resolves when it does its work; rejects where it ended before that. */
  readonly untilReady: (product: ProductProcess) => Promise<void>;
  readonly onChange: (state: PlugState) => void;
}

/** The power supply of one process: without it, the process is gone at once, as in a crash. */
export interface Plug {
  readonly state: PlugState;
  /** Resolves when the first process does its work; rejects where it does not come up. */
  readonly ready: Promise<void>;
  /** Resolves when all of the process is gone. */
  pull(): Promise<void>;
  /** Resolves when it does its work, or was unplugged again; rejects where it does not come up. */
  plugIn(): Promise<void>;
  /** Ends the process in its own time, and lets it start no more. */
  stop(): Promise<void>;
}

/** Plugged in from the beginning. */
export function createPlug({ start, untilReady, onChange, ...given }: PlugParts): Plug {
  let product = given.product ?? start();
  let state: PlugState = 'starting';
  let isOver = false;
  /** Those that were killed on purpose. */
  const pulled = new WeakSet<ProductProcess>();

  function become(next: PlugState): void {
    if (state === next || isOver) return;
    state = next;
    onChange(next);
  }

  /** One that ended without being asked to has to be shown as such. */
  function watch(watched: ProductProcess): void {
    const ended = () => {
      if (watched === product) become('stopped');
    };
    watched.ended.then(ended, ended);
  }

  /** Resolves when it runs, or was killed on purpose. */
  async function come(started: ProductProcess): Promise<void> {
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
  }

  const first = come(product);
  // Whoever wants to know asks by `ready`.
  first.catch(() => undefined);
  return {
    ready: first,
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
      await come(start());
    },
    async stop() {
      isOver = true;
      await product.stop();
    },
  };
}
