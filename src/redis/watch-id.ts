import { createHash } from 'node:crypto';
import * as v from 'valibot';
import { WatchId } from '../watch/names.ts';
import { type OperationReference, referenceKey } from '../watch/operation-reference.ts';

/** Short name of an operation, safe in keys and job ids. */
export const OperationHash = v.pipe(v.string(), v.brand('OperationHash'));
export type OperationHash = v.InferOutput<typeof OperationHash>;

/** Where there is none: no operation has it. */
export const NO_OPERATION: OperationHash = v.parse(OperationHash, 'none');

export function operationHash(reference: OperationReference): OperationHash {
  const digest = createHash('sha256').update(referenceKey(reference)).digest('hex');
  return v.parse(OperationHash, `w${digest.slice(0, 24)}`);
}

/** A watch's id is also its job's: neither may hold a colon nor be all digits. */
export function watchId(hash: OperationHash, epoch: number): WatchId {
  return v.parse(WatchId, `${hash}-${epoch}`);
}

/** @returns undefined for what is no watch's id: a job can't be called that */
export function parseWatchId(name: string): WatchId | undefined {
  return /^w\w*-\d+$/.test(name) ? v.parse(WatchId, name) : undefined;
}

/** The parts of a watch's id. */
export function hashOf(id: WatchId): { readonly hash: OperationHash; readonly epoch: number } {
  const [hash = '', epoch = ''] = id.split('-');
  return { hash: v.parse(OperationHash, hash), epoch: Number(epoch) };
}
