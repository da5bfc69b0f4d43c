import { Pool } from 'undici';
import { percentile } from '../figures/statistics.ts';

/** A request to the API, made anew each time. */
export type MakeRequest = () => {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
};

/** What came of requests, each sent as soon as the one before was answered. */
export interface Requests {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Those of another status than 200. */
  readonly others: number;
}

/** So many are under way at a time. */
const AT_ONCE = 16;

/** Sends requests for a while, over as many connections as are under way. */
export async function measureRequests(
  origin: string,
  make: MakeRequest,
  forMs: number,
): Promise<Requests> {
  const pool = new Pool(origin, { connections: AT_ONCE });
  const took: number[] = [];
  let others = 0;
  const startedAt = performance.now();
  async function send(): Promise<void> {
    while (performance.now() - startedAt < forMs) {
      const sentAt = performance.now();
      const { statusCode, body } = await pool.request(make());
      await body.dump();
      took.push(performance.now() - sentAt);
      if (statusCode !== 200) others += 1;
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, send));
  const seconds = (performance.now() - startedAt) / 1000;
  await pool.close();
  return {
    perSecond: took.length / seconds,
    p50Ms: percentile(took, 0.5),
    p99Ms: percentile(took, 0.99),
    others,
  };
}
