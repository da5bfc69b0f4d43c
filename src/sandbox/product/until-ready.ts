import { setTimeout as delay } from 'node:timers/promises';
import type { ProductProcess } from './product-process.ts';

const ASK_EVERY_MS = 25;
/** A machine on which everything else runs as well takes its time; one that has ended is noticed at once. */
const READY_WITHIN_MS = 60_000;

/** Waits until the product's `/readyz` says that commands would be served. */
export async function untilReady(
  product: ProductProcess,
  opsPort: number,
  withinMs = READY_WITHIN_MS,
): Promise<void> {
  const deadline = Date.now() + withinMs;
  let ended = false;
  void product.ended.then(() => {
    ended = true;
  });
  while (!(await isReady(opsPort))) {
    if (ended) throw new Error(`The bot ended before it was ready:\n${product.output()}`);
    if (Date.now() > deadline) throw new Error(`The bot is not ready:\n${product.output()}`);
    await delay(ASK_EVERY_MS);
  }
}

async function isReady(opsPort: number): Promise<boolean> {
  try {
    return (await fetch(`http://127.0.0.1:${opsPort}/readyz`)).ok;
  } catch {
    return false;
  }
}
