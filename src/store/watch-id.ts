import { createHash } from 'node:crypto';
import { type OperationReference, referenceKey } from '../watch/operation-reference.ts';

/** Short name of an operation, safe in keys and job ids. */
export function operationHash(reference: OperationReference): string {
  const digest = createHash('sha256').update(referenceKey(reference)).digest('hex');
  return `w${digest.slice(0, 24)}`;
}

/** A watch's id is also its job's: neither may hold a colon nor be all digits. */
export function watchId(hash: string, epoch: number): string {
  return `${hash}-${epoch}`;
}

/** The parts of a watch's id. */
export function hashOf(id: string): { readonly hash: string; readonly epoch: string } {
  const [hash = '', epoch = ''] = id.split('-');
  return { hash, epoch };
}
