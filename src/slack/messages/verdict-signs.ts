import type { Verdict } from '../../watch/watch-record.ts';

/** A sign and a word for each verdict, unmistakable without colour and for a screen reader. */
export const VERDICTS: Readonly<Record<Verdict, { readonly sign: string; readonly word: string }>> =
  {
    running: { sign: '⏳', word: 'running' },
    succeeded: { sign: '✅', word: 'succeeded' },
    failed: { sign: '❌', word: 'failed' },
    canceled: { sign: '🚫', word: 'canceled' },
    'not-found': { sign: '❓', word: 'not found' },
    gone: { sign: '❔', word: 'no longer known to Azure' },
    abandoned: { sign: '⌛', word: 'watch given up' },
    stopped: { sign: '⏹️', word: 'no longer watched' },
  };
