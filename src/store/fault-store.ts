import type { Redis } from 'ioredis';
import type { FaultName } from '../watch/outbox-item.ts';
import { keys } from './keys.ts';

/** What was told of a fault is remembered this long after its end. */
const KEEP_MS = 24 * 3_600_000;

/**
 * What keeps the bot as a whole from its work, told once for all watches. Every method rejects while
 * Redis does not answer.
 */
export class FaultStore {
  readonly #redis: Redis;
  /** As far as this process knows. */
  readonly #standing = new Set<FaultName>();

  constructor(redis: Redis) {
    this.#redis = redis;
  }

  /**
   * Notes that it stands (still).
   *
   * @returns true where it is new and is now owed to the on-call channel
   */
  async raise(fault: FaultName, explanation: string): Promise<boolean> {
    this.#standing.add(fault);
    const args = [...keysOf(fault), destinationOfFault(fault), fault, explanation] as const;
    return (await this.#redis.raiseFault(...args)) === 1;
  }

  /** Something has just worked that could not work if it stood. */
  async disprove(fault: FaultName): Promise<void> {
    if (this.#standing.has(fault)) await this.#redis.disproveFault(keys.fault(fault));
  }

  /**
   * Ends it, where it has been disproved and not been raised again for a while: some processes may still
   * see it when others no longer do. To be called from time to time: it also tells this process whether
   * it stands.
   *
   * @returns true where it has ended and that is now owed to the on-call channel
   */
  async clear(fault: FaultName, quietMs: number): Promise<boolean> {
    const args = [...keysOf(fault), destinationOfFault(fault), fault, quietMs, KEEP_MS] as const;
    const state = await this.#redis.clearFault(...args);
    if (state === 2) this.#standing.add(fault);
    else this.#standing.delete(fault);
    return state === 1;
  }
}

export function destinationOfFault(fault: FaultName): string {
  return `fault/${fault}`;
}

function keysOf(fault: FaultName) {
  return [keys.fault(fault), keys.outbox(destinationOfFault(fault)), keys.owing] as const;
}
