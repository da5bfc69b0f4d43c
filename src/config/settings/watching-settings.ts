import type { Setting } from '../setting.ts';
import { durationText, milestones, wholeNumber } from '../value-schemas.ts';

/** How long, how often, and what is told of it. */
export const watchingSettings = {
  POLL_MIN: {
    about:
      'Pause between the first reads of an operation, and the shortest near its estimated end.',
    example: '5s',
    schema: durationText,
    fallback: '5s',
  },
  POLL_MAX: {
    about: 'Longest pause between reads, unless Azure asks for a longer one.',
    example: '60s',
    schema: durationText,
    fallback: '60s',
  },
  NOT_FOUND_AFTER: {
    about: 'How long Azure may not know an operation that was never seen: new ones show late.',
    example: '2m',
    schema: durationText,
    fallback: '2m',
  },
  GONE_AFTER: {
    about: 'How long Azure may no longer know an operation before its watch ends.',
    example: '10m',
    schema: durationText,
    fallback: '10m',
  },
  STALL_AFTER: {
    about: 'How long a running operation may make no progress before it is called stalled.',
    example: '15m',
    schema: durationText,
    fallback: '15m',
  },
  BLIND_AFTER: {
    about: 'How long an operation may be unreadable before people are told.',
    example: '10m',
    schema: durationText,
    fallback: '10m',
  },
  FAULT_AFTER: {
    about:
      "How long Azure must refuse the bot's sign-in, everywhere or in one subscription, before on-call is told.",
    example: '1m',
    schema: durationText,
    fallback: '1m',
  },
  WATCH_FOR: {
    about: 'How long a watch goes on at most; its card then offers to go on.',
    example: '7d',
    schema: durationText,
    fallback: '7d',
  },
  WATCHES_PER_PERSON: {
    about:
      'How many watches one person or pipeline may have at a time; to join one that stands is always allowed.',
    example: '200',
    schema: wholeNumber(1, 100_000),
    fallback: '200',
  },
  WATCHES_PER_CHANNEL: {
    about: 'How many watches one channel may have at a time; likewise.',
    example: '500',
    schema: wholeNumber(1, 100_000),
    fallback: '500',
  },
  MILESTONES: {
    about: "Percentages that are noted in the card's thread.",
    example: '10,50,90',
    schema: milestones,
    fallback: '25,50,75',
  },
  HISTORY_FOR: {
    about: 'How long an ended watch is kept, an hour at least.',
    example: '30d',
    schema: durationText,
    fallback: '30d',
  },
} as const satisfies Record<string, Setting>;
