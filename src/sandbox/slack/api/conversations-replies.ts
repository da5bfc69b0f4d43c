import * as v from 'valibot';
import { readableChannel } from './access.ts';
import { isRefusal, refuse } from './answer.ts';
import { required } from './arguments.ts';
import { wireMessage } from './message-wire.ts';
import { defineMethod } from './method.ts';
import { pageFields, pageOf, withinSpan } from './page.ts';

const MOST_AT_ONCE = 1_000;

/** https://docs.slack.dev/reference/methods/conversations.replies: the parent, then its replies, oldest first. */
export const conversationsReplies = defineMethod({
  args: v.object({ channel: required, ts: required, ...pageFields }),
  run: (args, { workspace }) => {
    const channel = readableChannel(workspace, args.channel, 'history');
    if (isRefusal(channel)) return channel;
    const { limit = MOST_AT_ONCE } = args;
    if (limit < 1 || limit > MOST_AT_ONCE) return refuse('invalid_limit');
    const parent = workspace.messages.find(channel.id, args.ts);
    if (parent === undefined) return refuse('thread_not_found');
    if (parent.deleted && !workspace.messages.isTombstone(parent)) {
      return refuse('thread_not_found');
    }
    const within = withinSpan(workspace.messages.inThread(channel.id, args.ts), args);
    if (isRefusal(within)) return within;
    const page = pageOf([parent, ...within], args.cursor, limit);
    if (isRefusal(page)) return page;
    return {
      ok: true,
      messages: page.messages.map((message) =>
        wireMessage(message, workspace, { withAllMetadata: args.include_all_metadata }),
      ),
      has_more: page.nextCursor !== '',
      ...(page.nextCursor === '' ? {} : { response_metadata: { next_cursor: page.nextCursor } }),
    };
  },
});
