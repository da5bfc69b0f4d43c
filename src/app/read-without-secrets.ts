import * as v from 'valibot';
import { type Reading, type ReadOperation, RequestTrace } from '../watch/reading.ts';
import { Snapshot } from '../watch/snapshot.ts';
import type { RemoveSecrets } from './known-secrets.ts';

/**
 * Reads, and takes secrets of ours out of what Azure says: from here on it goes into Redis and to Slack.
 * What only looks like a secret has been taken out before.
 */
export function readWithoutSecrets(read: ReadOperation, remove: RemoveSecrets): ReadOperation {
  return async (reference, options) => {
    const reading = await read(reference, options);
    const written = JSON.stringify(reading);
    // Hardly ever: it is not worth its time to build each reading anew.
    return remove(written) === written ? reading : without(reading, remove);
  };
}

function without(reading: Reading, remove: RemoveSecrets): Reading {
  const trace = v.parse(RequestTrace, cleaned(reading.trace, remove));
  if (reading.kind === 'snapshot') {
    return { ...reading, trace, snapshot: v.parse(Snapshot, cleaned(reading.snapshot, remove)) };
  }
  const { code } = reading;
  return {
    ...reading,
    trace,
    explanation: remove(reading.explanation),
    ...(code !== undefined && { code: remove(code) }),
  };
}

function cleaned(value: unknown, remove: RemoveSecrets): unknown {
  if (typeof value === 'string') return remove(value);
  if (Array.isArray(value)) return value.map((each) => cleaned(each, remove));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [name, cleaned(each, remove)]),
  );
}
