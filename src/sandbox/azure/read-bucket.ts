/** ARM's limit on reads for each region, subscription and principal. */
const SIZE = 250;
const REFILL_PER_SECOND = 25;

export type Taken =
  | { readonly kind: 'taken'; readonly left: number }
  | { readonly kind: 'empty'; readonly left: 0; readonly retryAfterSeconds: number };

export interface ReadBuckets {
  /** Takes one token of the bucket with this key, which is full when it is first named. */
  take(key: string): Taken;
}

/** ARM's token buckets: 250 reads, refilled at 25 a second. `now` in milliseconds. */
export function createReadBuckets(now: () => number): ReadBuckets {
  const buckets = new Map<string, { readonly tokens: number; readonly at: number }>();
  return {
    take: (key) => {
      const at = now();
      const bucket = buckets.get(key) ?? { tokens: SIZE, at };
      const refill = (Math.max(0, at - bucket.at) / 1000) * REFILL_PER_SECOND;
      const tokens = Math.min(SIZE, bucket.tokens + refill);
      if (tokens < 1) {
        buckets.set(key, { tokens, at });
        const retryAfterSeconds = Math.ceil((1 - tokens) / REFILL_PER_SECOND);
        return { kind: 'empty', left: 0, retryAfterSeconds };
      }
      buckets.set(key, { tokens: tokens - 1, at });
      return { kind: 'taken', left: Math.floor(tokens - 1) };
    },
  };
}
