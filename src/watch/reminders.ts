/** How on-call is called again where nobody looks after what it was called for. */
export interface ReminderPolicy {
  /** How long after the alert, in milliseconds; after each reminder twice as long as before. */
  readonly afterMs: number;
  /** How often; 0: never. */
  readonly times: number;
  /** Whether there is somebody else to be called after the last one. */
  readonly escalates: boolean;
}

/**
 * When on-call is called for the next time.
 *
 * @param made how many reminders have been made
 * @returns in how many milliseconds after the last of them, or after the alert; undefined where nobody is called any
 *   more
 */
export function nextReminderAfterMs(made: number, policy: ReminderPolicy): number | undefined {
  const calls = policy.times + (policy.escalates ? 1 : 0);
  return made < calls ? policy.afterMs * 2 ** made : undefined;
}

/**
 * Whether the next reminder goes to whom ESCALATION_MENTION and ESCALATION_CHANNEL name.
 *
 * @param made how many reminders have been made before it
 */
export function isEscalation(made: number, { times, escalates }: ReminderPolicy): boolean {
  return escalates && made >= times;
}
