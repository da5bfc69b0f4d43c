import { randomUUID } from 'node:crypto';

const TRIGGER_LIFETIME_MS = 3_000;
/** How long a spent trigger is remembered, so that its refusal can say why. */
const REMEMBERED_MS = 60_000;

/** Who has just done something, and where they were then, where Slack knows it. */
interface Doer {
  readonly user: string;
  readonly conversation?: string;
}

interface Trigger extends Doer {
  readonly at: number;
  readonly spent: boolean;
}

export type TriggerExchange =
  | ({ readonly kind: 'exchanged' } & Doer)
  | {
      readonly kind: 'refused';
      readonly error: 'invalid_trigger_id' | 'expired_trigger_id' | 'exchanged_trigger_id';
    };

/** Trigger ids: proof that a person just did something. Good once, for 3 s. */
export class Triggers {
  readonly #now: () => number;
  readonly #triggers = new Map<string, Trigger>();

  constructor(now: () => number) {
    this.#now = now;
  }

  issue(user: string, conversation?: string): string {
    const at = this.#now();
    for (const [id, trigger] of this.#triggers) {
      if (at - trigger.at > REMEMBERED_MS) this.#triggers.delete(id);
    }
    const id = randomUUID();
    this.#triggers.set(id, {
      user,
      ...(conversation === undefined ? {} : { conversation }),
      at,
      spent: false,
    });
    return id;
  }

  exchange(id: string): TriggerExchange {
    const trigger = this.#triggers.get(id);
    if (trigger === undefined) return { kind: 'refused', error: 'invalid_trigger_id' };
    if (trigger.spent) return { kind: 'refused', error: 'exchanged_trigger_id' };
    if (this.#now() - trigger.at > TRIGGER_LIFETIME_MS) {
      return { kind: 'refused', error: 'expired_trigger_id' };
    }
    this.#triggers.set(id, { ...trigger, spent: true });
    const { user, conversation } = trigger;
    return { kind: 'exchanged', user, ...(conversation === undefined ? {} : { conversation }) };
  }
}
