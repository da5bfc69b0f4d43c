import * as v from 'valibot';
import type { SimulatedMessage } from '../state/message.ts';
import { timestampMicros } from '../state/timestamps.ts';
import { type Refusal, refuse } from './answer.ts';
import { count, flag } from './arguments.ts';

/** The arguments by which a list is cut and paged. */
export const pageFields = {
  cursor: v.exactOptional(v.string()),
  inclusive: v.exactOptional(flag, false),
  include_all_metadata: v.exactOptional(flag, false),
  latest: v.exactOptional(v.string()),
  limit: v.exactOptional(count),
  oldest: v.exactOptional(v.string()),
};

interface Span {
  readonly inclusive: boolean;
  readonly latest?: string;
  readonly oldest?: string;
}

/** Keeps what lies between `oldest` and `latest`, without these themselves unless `inclusive`. */
export function withinSpan(
  messages: readonly SimulatedMessage[],
  { inclusive, latest, oldest }: Span,
): readonly SimulatedMessage[] | Refusal {
  const from = oldest === undefined ? 0 : timestampMicros(oldest);
  const to = latest === undefined ? Number.POSITIVE_INFINITY : timestampMicros(latest);
  if (from === undefined) return refuse('invalid_ts_oldest');
  if (to === undefined) return refuse('invalid_ts_latest');
  return messages.filter(({ ts }) => {
    const at = timestampMicros(ts) ?? 0;
    return inclusive ? at >= from && at <= to : at > from && at < to;
  });
}

export interface Page {
  readonly messages: readonly SimulatedMessage[];
  readonly nextCursor: string;
}

/** One page of a list. A cursor names the message the next page begins with. */
export function pageOf(
  messages: readonly SimulatedMessage[],
  cursor: string | undefined,
  limit: number,
): Page | Refusal {
  const start =
    cursor === undefined || cursor === ''
      ? 0
      : messages.findIndex(({ ts }) => cursorFor(ts) === cursor);
  if (start < 0) return refuse('invalid_cursor');
  const next = messages[start + limit];
  return {
    messages: messages.slice(start, start + limit),
    nextCursor: next === undefined ? '' : cursorFor(next.ts),
  };
}

function cursorFor(ts: string): string {
  return Buffer.from(`next_ts:${ts}`).toString('base64');
}
