import type { RefusedOperation } from '../azure/refused-operation.ts';

/** It can't be done; `explanation` is polite and says what to do. Not escaped. Nothing has been kept. */
export interface Refusal {
  readonly kind: 'refused';
  readonly explanation: string;
  /** What of a wish it is about, where it is not the operation as such. */
  readonly about?: 'location' | 'subscription';
  /** As many are watched as may be: another has to be stopped first. */
  readonly isLimit?: true;
  /** After how many milliseconds it may be asked again, where that would help. */
  readonly retryAfterMs?: number;
}

/** Whether what was refused as an operation may be a name, of a watch or of its server. */
export function isName({ reason }: RefusedOperation): boolean {
  return reason === 'not-an-operation' || reason === 'empty';
}

export function unknownName({ explanation }: RefusedOperation): Refusal {
  return {
    kind: 'refused',
    explanation: `${explanation} Nor is anything called so that is being watched in this channel.`,
  };
}

// Why a watch can't be stopped, refreshed or gone on with, and what to do.

export const NOT_WATCHED: Refusal = {
  kind: 'refused',
  explanation: 'That operation is not being watched in this channel. /mysqlop list shows what is.',
};

export const NOTHING_WATCHED: Refusal = {
  kind: 'refused',
  explanation:
    'Nothing is being watched in this channel. /mysqlop list all shows what is elsewhere.',
};

export const STOPPED_ALREADY: Refusal = {
  kind: 'refused',
  explanation: 'Somebody has stopped that already: it is no longer watched in this channel.',
};

export const ENDED_ALREADY: Refusal = {
  kind: 'refused',
  explanation: 'That watch has ended already; its card tells how.',
};

export const NOTHING_TO_REFRESH: Refusal = {
  kind: 'refused',
  explanation: 'This watch has ended; there is nothing to refresh.',
};

/** @param ms after which it may be asked */
export function tooManyQuestions(ms: number): Refusal {
  return {
    kind: 'refused',
    retryAfterMs: ms,
    explanation:
      `Too many questions at once: please ask again in ${Math.ceil(ms / 1000)} s. ` +
      'Azure lets me look only so often, and most of that is for what is being watched.',
  };
}

export const STILL_OWED: Refusal = {
  kind: 'refused',
  retryAfterMs: 60_000,
  explanation:
    'That was stopped here so often that Slack has not shown all of it yet. Please ask again in a minute.',
};

/** The message on which a button was pressed belongs to nothing that is kept. Nothing has been done. */
export interface Forgotten {
  readonly kind: 'forgotten';
  /** As of a refusal. */
  readonly explanation: string;
  /** What the message itself is to say. */
  readonly mark: string;
}

/** A card with such a button shows a watch that goes on: it can't have been forgotten for its age. */
export const LOST: Forgotten = {
  kind: 'forgotten',
  explanation:
    'I no longer remember that watch: it was lost with my memory. Please ask with /mysqlop watch.',
  mark: 'I have lost this watch with my memory: nobody here will be told how it ends. Please watch it again.',
};

/** A newer version of the bot goes on with it. */
export const OF_NEWER_VERSION: Refusal = {
  kind: 'refused',
  explanation:
    'A newer version of me has stored that watch, so I leave it alone. Whoever runs me can bring that version back.',
};

export const UNREADABLE: Refusal = {
  kind: 'refused',
  explanation:
    'I can’t read what I have stored of that, so I leave it alone. Whoever runs me finds it named in /readyz.',
};

export const NOT_AMONG_READABLE: Refusal = {
  kind: 'refused',
  explanation:
    'Of the watches in this channel that I can read, none is of that operation; and there are some that I can’t read. ' +
    'Whoever runs me finds them named in /readyz.',
};

export const NO_LONGER_KEPT: Forgotten = {
  kind: 'forgotten',
  explanation: 'I no longer remember that watch. Please ask with /mysqlop watch.',
  mark: 'I no longer remember this watch. To go on, please watch it again.',
};

export const NO_LONGER_KEPT_ALERT: Forgotten = {
  kind: 'forgotten',
  explanation: "I no longer remember that alert, so I can't note who looks after it.",
  mark: "I no longer remember this alert, so it can't be acknowledged.",
};

export const NOBODY_YET: Refusal = {
  kind: 'refused',
  explanation: 'Nobody looks after that, so there is nothing to take back.',
};

export const FORGOTTEN_TOO_SOON: Refusal = {
  kind: 'refused',
  explanation:
    'I forget that alert before then, so I could not call again. Please choose a shorter time, or Acknowledge.',
};
