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
  | { readonly kind: 'carried-out-then-drop' };

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

/** The faults that tests have ordered, first come, first served. */
export class Faults {
  readonly #standing = new Set<Standing>();

  /** Returns how to withdraw the order. */
  order(order: FaultOrder): () => void {
    const standing = { order, left: order.times ?? 1 };
    this.#standing.add(standing);
    return () => {
      this.#standing.delete(standing);
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
    return undefined;
  }
}
