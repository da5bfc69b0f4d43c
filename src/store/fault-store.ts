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

  constructor(redis: Redis) {
    this.#redis = redis;
  }

  /**
   * Notes that it stands (still).
   *
   * @returns true where it is new and is now owed to the on-call channel
   */
  async raise(fault: FaultName, explanation: string): Promise<boolean> {
    const args = [...keysOf(fault), destinationOfFault(fault), fault, explanation] as const;
    return (await this.#redis.raiseFault(...args)) === 1;
  }

  /**
   * Ends it, where it has not been raised again for a while: some processes may still see it when
   * others no longer do.
   *
   * @returns true where it has ended and that is now owed to the on-call channel
   */
  async clear(fault: FaultName, quietMs: number): Promise<boolean> {
    const args = [...keysOf(fault), destinationOfFault(fault), fault, quietMs, KEEP_MS] as const;
    return (await this.#redis.clearFault(...args)) === 1;
  }
}

export function destinationOfFault(fault: FaultName): string {
  return `fault/${fault}`;
}

function keysOf(fault: FaultName) {
  return [keys.fault(fault), keys.outbox(destinationOfFault(fault)), keys.owing] as const;
}
