import type { ChangeFeed } from './change-feed.ts';
import { describeChange } from './describe-change.ts';

export interface UntilOptions {
  /** Default 5,000. */
  readonly timeoutMs?: number;
  /** What is waited for, for the error's message. */
  readonly what?: string;
}

/**
 * Resolves with what `probe` answers as soon as that is neither `undefined` nor `false`. Looks now
 * and after each change, never in between; what `probe` throws is the rejection.
 */
export function until<T>(
  feed: ChangeFeed,
  probe: () => T | undefined | false,
  { timeoutMs = 5_000, what = 'the expected state' }: UntilOptions = {},
): Promise<T> {
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  const unsubscribe = feed.subscribe((change) => {
    look();
    if (change.kind === 'closed') fail('the simulated Slack was closed');
  });
  const timer = setTimeout(() => fail(`${timeoutMs} ms passed`), timeoutMs);

  function finish(): void {
    clearTimeout(timer);
    unsubscribe();
  }

  function fail(why: string): void {
    finish();
    const lately = feed.recent.map((change) => `  ${describeChange(change)}`);
    reject(new Error([`Waited for ${what}, but ${why}. Lately:`, ...lately].join('\n')));
  }

  function look(): void {
    try {
      const found = probe();
      if (found === undefined || found === false) return;
      finish();
      resolve(found);
    } catch (error) {
      finish();
      reject(error);
    }
  }

  look();
  return promise;
}
