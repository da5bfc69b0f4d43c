import * as v from 'valibot';

/** Names our right to a message of the edit queue: the time when it ends. */
export const EditLease = v.pipe(v.string(), v.brand('EditLease'));
export type EditLease = v.InferOutput<typeof EditLease>;
