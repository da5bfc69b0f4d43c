import type { SimulatedAzure } from '../../../src/sandbox/azure/simulated-azure.ts';

/** What arrived at the simulated Azure while it was listened to. Times in milliseconds. */
export interface FollowedReads {
  /** Reads that were answered with 200. */
  readonly count: number;
  /** Reads that were refused with 429. */
  readonly throttled: number;
  /** When the first read arrived, in milliseconds since the epoch. */
  readonly firstAt: number | undefined;
  /** From one read of an operation to its next. */
  readonly gaps: readonly number[];
  /** Of operations whose due time was given: from then until the read arrived. */
  readonly lags: readonly number[];
  /** The next read of the operation is due then. */
  expect(operationId: string, dueAt: number): void;
  /** What came after this moment, as far as it has come. */
  since(): { readonly latest: () => Pick<FollowedReads, 'count' | 'throttled' | 'gaps' | 'lags'> };
  stop(): void;
}

export function followReads(azure: SimulatedAzure): FollowedReads {
  const lastAt = new Map<string, number>();
  const due = new Map<string, number>();
  const gaps: number[] = [];
  const lags: number[] = [];
  let count = 0;
  let throttled = 0;
  let firstAt: number | undefined;
  const stop = azure.onRequest(({ operationId, status, at }) => {
    firstAt ??= at;
    if (status === 429) throttled += 1;
    if (status !== 200 || operationId === undefined) return;
    count += 1;
    const before = lastAt.get(operationId);
    if (before !== undefined) gaps.push(at - before);
    lastAt.set(operationId, at);
    const dueAt = due.get(operationId);
    if (dueAt === undefined) return;
    lags.push(at - dueAt);
    due.delete(operationId);
  });
  return {
    get count() {
      return count;
    },
    get throttled() {
      return throttled;
    },
    get firstAt() {
      return firstAt;
    },
    gaps,
    lags,
    expect: (operationId, dueAt) => {
      due.set(operationId, dueAt);
    },
    since: () => {
      const before = { count, throttled, gaps: gaps.length, lags: lags.length };
      return {
        latest: () => ({
          count: count - before.count,
          throttled: throttled - before.throttled,
          gaps: gaps.slice(before.gaps),
          lags: lags.slice(before.lags),
        }),
      };
    },
    stop,
  };
}
