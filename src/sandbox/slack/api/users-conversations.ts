import * as v from 'valibot';
import { scopeRefusal } from './access.ts';
import { refuse } from './answer.ts';
import { count, flag, required } from './arguments.ts';
import { wireChannel } from './conversations.ts';
import { defineMethod } from './method.ts';

const MOST_AT_ONCE = 999;
const KIND_OF_TYPE = { public_channel: 'public', private_channel: 'private' } as const;
const SCOPE_OF_TYPE = { public_channel: 'channels:read', private_channel: 'groups:read' } as const;

const types = v.pipe(
  v.string(),
  v.transform((text) => text.split(',')),
  v.array(v.picklist(['public_channel', 'private_channel'])),
);

/**
 * https://docs.slack.dev/reference/methods/users.conversations: the channels in which somebody is; of private ones,
 * those in which the bot is, too.
 */
export const usersConversations = defineMethod({
  args: v.object({
    user: required,
    types: v.exactOptional(types, 'public_channel'),
    exclude_archived: v.exactOptional(flag, false),
    limit: v.exactOptional(count, 100),
    cursor: v.exactOptional(v.string(), ''),
  }),
  run: (args, { workspace }) => {
    for (const type of args.types) {
      const missing = scopeRefusal(workspace, SCOPE_OF_TYPE[type]);
      if (missing !== undefined) return missing;
    }
    if (workspace.directory.user(args.user) === undefined) return refuse('user_not_found');
    if (args.limit < 1 || args.limit > MOST_AT_ONCE) return refuse('invalid_limit');
    const kinds: readonly string[] = args.types.map((type) => KIND_OF_TYPE[type]);
    const theirs = workspace.directory.channels.filter(
      ({ kind, members, isMember, isArchived }) =>
        kinds.includes(kind) &&
        (members?.includes(args.user) ?? true) &&
        (kind === 'public' || isMember) &&
        !(args.exclude_archived && isArchived),
    );
    const start = Number(args.cursor);
    const next = start + args.limit;
    return {
      ok: true,
      channels: theirs.slice(start, next).map(wireChannel),
      response_metadata: { next_cursor: next < theirs.length ? String(next) : '' },
    };
  },
});
