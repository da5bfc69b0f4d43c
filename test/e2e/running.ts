import { failedOperation } from '../../src/sandbox/azure/ended-operation.ts';
import { inProgressBackup } from '../../src/sandbox/azure/in-progress-backup.ts';

/** What Azure answers of a backup that runs. */
export function running(percent: number) {
  return {
    kind: 'ok',
    body: inProgressBackup({ percent, doneBytes: percent, totalBytes: 100, startTime: Date.now() }),
  } as const;
}

/** A backup that shows something else at each read. */
export function moving() {
  let done = 0;
  return () => {
    done += 1;
    // Without an estimate, and never near a milestone or the end.
    return running(1 + (done % 20));
  };
}

/** What Azure answers of one that has failed. */
export function failed(message = 'It broke.') {
  const error = { code: 'Broken', message };
  const ended = { startTime: Date.now() - 60_000, endTime: Date.now(), error };
  return { kind: 'ok', body: failedOperation(ended) } as const;
}
