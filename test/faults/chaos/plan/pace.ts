/** On-call is mentioned again after this time, so that a minute sees it happen. */
export const MENTION_AGAIN_AFTER_MS = 15_000;

/** How often on-call is called again for what nobody looks after. */
export const REMIND_TIMES = 1;

/** The product's settings of time: so short that a minute holds whole lives. */
export const PACE = {
  POLL_MIN: '500ms',
  POLL_MAX: '2s',
  // The last answer that knows nothing of what is known late may itself be three seconds late, and our machine busy.
  NOT_FOUND_AFTER: '9s',
  GONE_AFTER: '6s',
  STALL_AFTER: '6s',
  BLIND_AFTER: '5s',
  FAULT_AFTER: '2s',
  WATCH_FOR: '1h',
  REMIND_AFTER: '20s',
  REMIND_TIMES: String(REMIND_TIMES),
  MENTION_AGAIN_AFTER: `${MENTION_AGAIN_AFTER_MS}ms`,
  // As much as a minute of chaos needs; a channel's one post a second can't be set.
  ARM_READS_PER_SECOND: '300',
  SLACK_EDITS_PER_MINUTE: '6000',
  SLACK_POSTS_PER_MINUTE: '6000',
} as const;
