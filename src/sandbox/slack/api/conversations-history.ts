import * as v from 'valibot';
import { readableChannel } from './access.ts';
import { isRefusal, refuse } from './answer.ts';
import { required } from './arguments.ts';
import { wireMessage } from './message-wire.ts';
import { defineMethod } from './method.ts';
import { pageFields, pageOf, withinSpan } from './page.ts';

const DEFAULT_LIMIT = 100;
const MOST_AT_ONCE = 999;

/** https://docs.slack.dev/reference/methods/conversations.history: newest first, without replies. */
export const conversationsHistory = defineMethod({
  args: v.object({ channel: required, ...pageFields }),
  run: (args, { workspace }) => {
    const channel = readableChannel(workspace, args.channel, 'history');
    if (isRefusal(channel)) return channel;
    const { limit = DEFAULT_LIMIT } = args;
    if (limit < 1 || limit > MOST_AT_ONCE) return refuse('invalid_limit');
    const within = withinSpan(workspace.messages.inChannel(channel.id).toReversed(), args);
    if (isRefusal(within)) return within;
    const page = pageOf(within, args.cursor, limit);
    if (isRefusal(page)) return page;
    return {
      ok: true,
      messages: page.messages.map((message) =>
        wireMessage(message, workspace, { withAllMetadata: args.include_all_metadata }),
      ),
      has_more: page.nextCursor !== '',
      pin_count: 0,
      ...(page.nextCursor === '' ? {} : { response_metadata: { next_cursor: page.nextCursor } }),
    };
  },
});
