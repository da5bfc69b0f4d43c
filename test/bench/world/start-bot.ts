import { freePort } from '../../../src/sandbox/free-port.ts';
import { type ProductProcess, startProduct } from '../../../src/sandbox/product/product-process.ts';
import { untilReady } from '../../../src/sandbox/product/until-ready.ts';
import type { BenchWorld } from './bench-world.ts';

export interface StartedBot {
  readonly process: ProductProcess;
  readonly pid: number;
  /** When it was started, in milliseconds since the epoch. */
  readonly startedAt: number;
}

/** Starts the product as a container does. Resolves when it is ready. */
export async function startBot(
  { environment }: BenchWorld,
  role: 'bot' | 'worker',
  nodeOptions?: string,
): Promise<StartedBot> {
  const opsPort = await freePort();
  const startedAt = Date.now();
  const process = startProduct(
    {
      ...environment,
      ROLE: role,
      OPS_PORT: String(opsPort),
      ...(nodeOptions !== undefined && { NODE_OPTIONS: nodeOptions }),
    },
    'node',
  );
  await untilReady(process, opsPort);
  if (process.pid === undefined) throw new Error('The bot has no process');
  return { process, pid: process.pid, startedAt };
}
