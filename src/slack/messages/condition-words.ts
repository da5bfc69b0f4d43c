import type { ConditionName } from '../../watch/condition-name.ts';

/** A sign and what the condition is called where it has to be short. */
export const CONDITIONS: Readonly<
  Record<ConditionName, { readonly sign: string; readonly word: string }>
> = {
  blind: { sign: '🙈', word: "can't be read" },
  stalled: { sign: '🐢', word: 'does not move' },
  overdue: { sign: '⏰', word: 'is overdue' },
};
