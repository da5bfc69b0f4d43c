import { ConditionName, isLive, type Verdict, type WatchRecord } from '../watch/watch-record.ts';

/** A sign and a word for each verdict, unmistakable without colour and for a screen reader. */
export const VERDICTS: Readonly<Record<Verdict, { readonly sign: string; readonly word: string }>> =
  {
    running: { sign: '⏳', word: 'running' },
    succeeded: { sign: '✅', word: 'succeeded' },
    failed: { sign: '❌', word: 'failed' },
    canceled: { sign: '🚫', word: 'canceled' },
    'ended-otherwise': { sign: '❗', word: 'ended, please look' },
    'not-found': { sign: '❓', word: 'not found' },
    gone: { sign: '❔', word: 'no longer known to Azure' },
    'off-limits': { sign: '🔒', word: 'may no longer be read' },
    abandoned: { sign: '⌛', word: 'watch given up' },
    stopped: { sign: '⏹️', word: 'no longer watched' },
  };

/** A sign, and what the condition and its end are called where it has to be short. */
export const CONDITIONS: Readonly<
  Record<ConditionName, { readonly sign: string; readonly word: string; readonly over: string }>
> = {
  blind: { sign: '🙈', word: "can't be read", over: 'can be read again' },
  stalled: { sign: '🐢', word: 'does not move', over: 'moves again' },
  overdue: { sign: '⏰', word: 'is overdue', over: 'is no longer overdue' },
};

/**
 * While it runs, a condition shows at a glance: the worst.
 *
 * @param verdict that is shown, which is another where a card is stopped
 */
export function signOf(record: WatchRecord, verdict: Verdict): string {
  if (!isLive(record) || verdict !== 'running') return VERDICTS[verdict].sign;
  const worst = ConditionName.options.find((name) => record.conditions[name]);
  return worst ? CONDITIONS[worst].sign : VERDICTS.running.sign;
}
