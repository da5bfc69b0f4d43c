import type { Refusal } from '../../slack/desk.ts';

// Why a watch can't be stopped or gone on with, and what to do.

export const NOT_WATCHED: Refusal = {
  kind: 'refused',
  explanation: 'That operation is not being watched in this channel. /mysqlop list shows what is.',
};

export const STOPPED_ALREADY: Refusal = {
  kind: 'refused',
  explanation: 'Somebody has stopped that already: it is no longer watched in this channel.',
};

export const ENDED_ALREADY: Refusal = {
  kind: 'refused',
  explanation: 'That watch has ended already; its card tells how.',
};

export const NO_LONGER_KEPT: Refusal = {
  kind: 'refused',
  explanation: 'I no longer remember that watch. Please ask with /mysqlop watch.',
};

export const NO_LONGER_KEPT_ALERT: Refusal = {
  kind: 'refused',
  explanation: "I no longer remember that alert, so I can't note who looks after it.",
};
