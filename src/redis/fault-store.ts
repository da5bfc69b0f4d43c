import * as v from 'valibot';
import { destinations, FaultName, kindOfFault } from '../watch/names.ts';
import type { Connection, RedisClient } from './connection.ts';
import { FIELDS } from './fields.ts';
import type { Keys } from './keys.ts';
import { clearFault } from './steps/clear-fault.ts';
import { disproveFault } from './steps/disprove-fault.ts';
import { raiseFault } from './steps/raise-fault.ts';

/** What was told of a fault is remembered this long after its end. */
const KEEP_MS = 24 * 3_600_000;
/**
 * A fault of a part may be mended by no longer reading there, and then nobody finds out that it is over: it ends when
 * none was refused for this long. Azure never asks for a pause of that length.
 */
const UNTRIED_MS = 3_600_000;

/** A fault that stands, of which on-call has been told. */
export interface StandingFault {
  readonly name: FaultName;
  /** The subscription in which it was first seen, where it does not concern all. */
  readonly subscription: string | undefined;
  /** In milliseconds since the epoch, by the clock of Redis. */
  readonly since: number;
  readonly explanation: string;
}

const StoredFault = v.tuple([
  v.pipe(v.string(), v.toNumber()),
  v.nullable(v.string()),
  v.nullable(v.string()),
]);

/**
 * What keeps the bot from its work, in all or in some subscriptions, told once for all watches. Every method
 * rejects while Redis does not answer.
 */
export class FaultStore {
  readonly #redis: RedisClient;
  readonly #keys: Keys;
  /** As far as this process knows. */
  #known: ReadonlySet<FaultName> = new Set();

  constructor({ client, keys }: Connection) {
    this.#redis = client;
    this.#keys = keys;
  }

  /** Whether it stands, as far as this process knows. */
  isKnown(fault: FaultName): boolean {
    return this.#known.has(fault);
  }

  /**
   * Notes that it stands (still).
   *
   * @param subscription in which it was seen, where it does not concern all
   * @returns true where it is new and is now owed to the on-call channel
   */
  async raise(fault: FaultName, explanation: string, subscription?: string): Promise<boolean> {
    this.#known = new Set([...this.#known, fault]);
    const [state] = await raiseFault(this.#redis, {
      ...placesOf(this.#keys, fault),
      name: fault,
      explanation,
      ...(subscription !== undefined && { subscription }),
    });
    return state === 'raised';
  }

  /** Something has just worked that could not work if it stood. */
  async disprove(fault: FaultName): Promise<void> {
    if (this.#known.has(fault))
      await disproveFault(this.#redis, { fault: this.#keys.fault(fault) });
  }

  /** The names of those that stand, which this process knows from then on. */
  async standing(): Promise<readonly FaultName[]> {
    const names = await this.#redis.smembers(this.#keys.faults);
    const standing = names.flatMap((name) => {
      const parsed = v.safeParse(FaultName, name);
      return parsed.success ? [parsed.output] : [];
    });
    this.#known = new Set(standing);
    return standing;
  }

  /** Those that stand, with what was told of them. */
  async describe(): Promise<readonly StandingFault[]> {
    const { since, explanation, subscription } = FIELDS;
    const found = (await this.standing()).map(async (name) => {
      const key = this.#keys.fault(name);
      const stored = await this.#redis.hmget(key, since, explanation, subscription);
      const parsed = v.safeParse(StoredFault, stored);
      if (!parsed.success) return [];
      const [at, why, where] = parsed.output;
      return [{ name, since: at, explanation: why ?? '', subscription: where ?? undefined }];
    });
    return (await Promise.all(found)).flat();
  }

  /**
   * Ends it, where it has been disproved and not been raised again for a while: some processes may still
   * see it when others no longer do. To be called from time to time.
   *
   * @returns why it has ended, which is now owed to the on-call channel; undefined where it has not
   */
  async clear(fault: FaultName, quietMs: number): Promise<'works' | 'untried' | undefined> {
    const [state] = await clearFault(this.#redis, {
      ...placesOf(this.#keys, fault),
      name: fault,
      quietMs,
      // Where nobody signs in any more, it is no more known to work than before.
      ...(kindOfFault(fault) !== 'sign-in' && { untriedMs: Math.max(UNTRIED_MS, quietMs) }),
      keepMs: KEEP_MS,
    });
    const others = [...this.#known].filter((name) => name !== fault);
    this.#known = new Set(state === 'stands' ? [...others, fault] : others);
    return state === 'works' || state === 'untried' ? state : undefined;
  }
}

function placesOf(keys: Keys, fault: FaultName) {
  const destination = destinations.fault(fault);
  return {
    fault: keys.fault(fault),
    faults: keys.faults,
    outbox: keys.outbox(destination),
    owing: keys.owing,
    destination,
  };
}
