/** A way in which a call fails. */
export type Fault =
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: string;
    }
  /** HTTP 200 with `ok: false` and this error. */
  | { readonly kind: 'error'; readonly error: string }
  /** Never answered. */
  | { readonly kind: 'hang' }
  /** The connection breaks and nothing was done. */
  | { readonly kind: 'drop' }
  /** The connection breaks, but it was done: the caller can't know. */
  | { readonly kind: 'carried-out-then-drop' }
  /** Done at once, and answered only after some time. */
  | { readonly kind: 'late'; readonly afterMs: number }
  /**
   * HTTP 200 with what is no answer: a proxy's page, with nothing done; or the true answer, broken
   * off in its middle, after it was done.
   */
  | { readonly kind: 'garbage'; readonly body: 'html' | 'cut-json' };

/** Decides for each call whether a fault strikes it, and which. */
export type FaultDecision = (
  method: string,
  args: Readonly<Record<string, unknown>>,
) => Fault | undefined;

export interface FaultOrder {
  /** A Web API method, or `response_url`. */
  readonly method: string;
  /** How many calls fail. Default: 1. */
  readonly times?: number;
  /** Only calls with such arguments. Default: all. */
  readonly when?: (args: Readonly<Record<string, unknown>>) => boolean;
  readonly with: Fault;
}

interface Standing {
  readonly order: FaultOrder;
  left: number;
}

/** The faults that tests have ordered, first come, first served; then those that are decided by call. */
export class Faults {
  readonly #standing = new Set<Standing>();
  readonly #decisions = new Set<FaultDecision>();

  /** Returns how to withdraw the order. */
  order(order: FaultOrder): () => void {
    const standing = { order, left: order.times ?? 1 };
    this.#standing.add(standing);
    return () => {
      this.#standing.delete(standing);
    };
  }

  /** Returns how to withdraw it. */
  decideBy(decision: FaultDecision): () => void {
    this.#decisions.add(decision);
    return () => {
      this.#decisions.delete(decision);
    };
  }

  /** The fault that strikes this call, if any; uses it up. */
  take(method: string, args: Readonly<Record<string, unknown>>): Fault | undefined {
    for (const standing of this.#standing) {
      const { order } = standing;
      if (order.method !== method || order.when?.(args) === false) continue;
      standing.left -= 1;
      if (standing.left <= 0) this.#standing.delete(standing);
      return order.with;
    }
    for (const decision of this.#decisions) {
      const fault = decision(method, args);
      if (fault !== undefined) return fault;
    }
    return undefined;
  }
}
