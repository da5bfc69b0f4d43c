import * as v from 'valibot';
import { callOfName } from '../watch/names.ts';

const KeptCall = v.pipe(
  v.object({
    message: v.string(),
    /** When it was told. */
    at: v.number(),
    /** How many reminders of it there were before. */
    made: v.number(),
    /** So many entries of a digest were reminded of. Absent: it is none. */
    entries: v.optional(v.number()),
  }),
  v.transform((call) => ({ ...call, message: callOfName(call.message) })),
);

/** What one reminder is about; times in milliseconds since the epoch. */
const KeptReminder = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({
    /** When it was made. */
    at: v.number(),
    escalates: v.boolean(),
    /** The messages for which on-call is called again. */
    calls: v.pipe(
      v.array(KeptCall),
      v.transform((calls) =>
        calls.flatMap(({ message, ...call }) => (message ? [{ ...call, message }] : [])),
      ),
    ),
  }),
);
export type KeptReminder = v.InferOutput<typeof KeptReminder>;
export type KeptCall = KeptReminder['calls'][number];

/**
 * @param stored as it stands in Redis
 * @returns undefined for what can't be read
 */
export function parseReminder(stored: string | null): KeptReminder | undefined {
  const parsed = v.safeParse(KeptReminder, stored);
  return parsed.success ? parsed.output : undefined;
}
