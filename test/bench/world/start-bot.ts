import { freePort } from '../../../src/sandbox/free-port.ts';
import { startProduct } from '../../../src/sandbox/product/product-process.ts';
import { untilReady } from '../../../src/sandbox/product/until-ready.ts';
import type { BenchWorld } from './bench-world.ts';
import { endWithUs } from './end-with-us.ts';

export interface StartedBot {
  readonly pid: number;
  /** When it was started, in milliseconds since the epoch. */
  readonly startedAt: number;
  /** As a service manager does; resolves when it has ended. */
  stop(): Promise<void>;
}

/** Others may use the machine, too. */
const READY_WITHIN_MS = 90_000;

/** Starts the product as a container does. Resolves when it is ready. */
export async function startBot(
  { environment }: BenchWorld,
  role: 'bot' | 'worker',
  nodeOptions?: string,
): Promise<StartedBot> {
  const opsPort = await freePort();
  const startedAt = Date.now();
  const product = startProduct(
    {
      ...environment,
      ROLE: role,
      OPS_PORT: String(opsPort),
      ...(nodeOptions !== undefined && { NODE_OPTIONS: nodeOptions }),
    },
    'node',
  );
  const withdraw = endWithUs(() => product.kill('SIGKILL'));
  await untilReady(product, opsPort, READY_WITHIN_MS);
  if (product.pid === undefined) throw new Error('The bot has no process');
  return {
    pid: product.pid,
    startedAt,
    async stop() {
      await product.stop();
      withdraw();
    },
  };
}
