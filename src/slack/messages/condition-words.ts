import type { ConditionName } from '../../watch/condition-name.ts';

/** A sign, and what the condition and its end are called where it has to be short. */
export const CONDITIONS: Readonly<
  Record<ConditionName, { readonly sign: string; readonly word: string; readonly over: string }>
> = {
  blind: { sign: '🙈', word: "can't be read", over: 'can be read again' },
  stalled: { sign: '🐢', word: 'does not move', over: 'moves again' },
  overdue: { sign: '⏰', word: 'is overdue', over: 'is no longer overdue' },
};
