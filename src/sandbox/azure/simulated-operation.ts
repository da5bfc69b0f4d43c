import type { Answer, Script } from './answer.ts';
import { type OperationAddress, operationAddress, signedUrl } from './signed-url.ts';

/** An operation of the simulated Azure, as a test or a demo holds it. */
export interface SimulatedOperation {
  readonly subscriptionId: string;
  readonly location: string;
  readonly operationId: string;
  /** What the product reads. */
  readonly progressUrl: string;
  /** What Azure answered the start with: signed, several KB long. */
  readonly asyncOperationUrl: string;
  readonly locationUrl: string;
  /** How often it was read. */
  readonly reads: number;
  /** Answers differently from now on. */
  set(next: Answer | Script): void;
  /** Resolves as soon as it has been read so often. */
  until(readCount: number): Promise<void>;
}

/** An operation and the server's side of it. */
export interface RegisteredOperation {
  readonly handle: SimulatedOperation;
  /** What Azure calls it: the path of its progress. */
  readonly armId: string;
  /** Counts a read and says what to answer it. */
  read(): Answer;
}

export function createSimulatedOperation(
  address: OperationAddress,
  script: Script,
  now: () => number,
): RegisteredOperation {
  const startedAt = now();
  let current = script;
  const progressUrl = operationAddress(address, 'operationProgress');
  let asyncOperationUrl: string | undefined;
  let locationUrl: string | undefined;
  let reads = 0;
  let waiting: readonly { readonly readCount: number; readonly resolve: () => void }[] = [];

  const handle: SimulatedOperation = {
    subscriptionId: address.subscriptionId,
    location: address.location,
    operationId: address.operationId,
    progressUrl,
    // Signed only when asked for, and then always the same: thousands of them take hundreds of MB.
    get asyncOperationUrl() {
      asyncOperationUrl ??= signedUrl(address, 'azureAsyncOperation', startedAt);
      return asyncOperationUrl;
    },
    get locationUrl() {
      locationUrl ??= signedUrl(address, 'operationResults', startedAt);
      return locationUrl;
    },
    get reads() {
      return reads;
    },
    set: (next) => {
      current = typeof next === 'function' ? next : () => next;
    },
    until: (readCount) => {
      if (reads >= readCount) return Promise.resolve();
      return new Promise((resolve) => {
        waiting = [...waiting, { readCount, resolve }];
      });
    },
  };

  return {
    handle,
    armId: decodeURIComponent(new URL(progressUrl).pathname),
    read: () => {
      reads += 1;
      if (waiting.length > 0) {
        for (const waiter of waiting) if (reads >= waiter.readCount) waiter.resolve();
        waiting = waiting.filter(({ readCount }) => reads < readCount);
      }
      const { subscriptionId } = address;
      return current({ subscriptionId, startedAt, elapsedMs: now() - startedAt, reads });
    },
  };
}
