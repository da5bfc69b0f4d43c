import type { MessageContext } from '../slack/messages/message.ts';
import type { WatchRecord } from '../watch/watch-record.ts';
import { withoutPrivate } from '../watch/without-private.ts';

/** What the on-call channel is told of a watch, whoever can read there: see `PRIVATE_IN_ALERTS`. */
export function forOncall(record: WatchRecord, { hidesPrivate }: MessageContext): WatchRecord {
  return hidesPrivate ? withoutPrivate(record) : record;
}
