import type { Logger } from 'pino';

export interface WorkerErrorLogOptions {
  readonly now: () => number;
  readonly log: Logger;
}

const COUNT_EVERY_MS = 60_000;

/**
 * Writes down what goes wrong in a worker itself, a lost lock above all. After an outage each job raises the same
 * errors: each kind is written down at once, and after that once a minute how often it came.
 */
export function createWorkerErrorLog(
  queue: string,
  { now, log }: WorkerErrorLogOptions,
): (error: Error) => void {
  const kinds = new Map<string, { readonly at: number; times: number }>();
  return (error) => {
    const kind = kindOf(error);
    const known = kinds.get(kind);
    if (known && now() - known.at < COUNT_EVERY_MS) {
      known.times += 1;
      return;
    }
    const again = known && known.times > 0 ? { times: known.times } : {};
    kinds.set(kind, { at: now(), times: 0 });
    log.warn({ event: 'worker.error', queue, ...again, err: error });
  };
}

/** Without what tells one job from another: a name with a digit in it. */
function kindOf({ message }: Error): string {
  return message.replaceAll(/[\w:-]*\d[\w:-]*/g, '…');
}
