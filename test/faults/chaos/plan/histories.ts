/** What a card may say in the end. */
export type FinalVerdict = 'succeeded' | 'failed' | 'canceled' | 'gone' | 'not-found';

interface History {
  /** More than one where it depends on whether anybody has seen it in time. */
  readonly verdicts: readonly [FinalVerdict, ...FinalVerdict[]];
  /** Azure's own troubles leave it alone, so that what is told of it is known exactly. */
  readonly isSpared?: true;
}

/** The lives that the operations of a run lead. */
const HISTORIES = {
  succeeded: { verdicts: ['succeeded'] },
  completed: { verdicts: ['succeeded'] },
  importing: { verdicts: ['succeeded'] },
  'odd words': { verdicts: ['succeeded'] },
  'failed at 0 %': { verdicts: ['failed'] },
  'failed at 100 %': { verdicts: ['failed'] },
  canceled: { verdicts: ['canceled'] },
  cancelled: { verdicts: ['canceled'] },
  'never known': { verdicts: ['not-found'], isSpared: true },
  // Two troubled reads in a row show a card, and then it is the card that says that there is nothing.
  'never known, in trouble': { verdicts: ['not-found'] },
  'known late': { verdicts: ['succeeded'] },
  gone: { verdicts: ['gone', 'not-found'] },
  'forbidden for a while': { verdicts: ['succeeded'] },
  'unauthorized for a while': { verdicts: ['canceled'] },
  'unreadable for a while': { verdicts: ['failed'] },
  stalled: { verdicts: ['succeeded'] },
  'hanging near its end': { verdicts: ['succeeded'] },
  'ends in rough weather': { verdicts: ['failed'] },
} as const satisfies Record<string, History>;

export type HistoryName = keyof typeof HISTORIES;

export const HISTORY_NAMES = Object.keys(HISTORIES) as [HistoryName, ...HistoryName[]];

export function historyOf(name: HistoryName): History {
  return HISTORIES[name];
}
