import * as v from 'valibot';

/**
 * What may be odd about a running watch: we can't read it (`blind`), it does not move (`stalled`), or
 * it takes much longer than it should (`overdue`).
 */
export const ConditionName = v.picklist(['blind', 'stalled', 'overdue']);
export type ConditionName = v.InferOutput<typeof ConditionName>;
