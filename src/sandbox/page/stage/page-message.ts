import { IDENTITY } from '../../slack/state/identity.ts';
import type { SimulatedEphemeral, SimulatedMessage } from '../../slack/state/message.ts';
import { timestampMicros } from '../../slack/state/timestamps.ts';
import { type PageMessage, SLACKBOT } from '../protocol.ts';

/** A message of a channel or a thread; of a deleted one only its place is left. */
export function pageMessage(message: SimulatedMessage): PageMessage {
  const { channel, ts, threadTs, user, postedAt, editedAt, edits, deleted } = message;
  return {
    channel,
    ts,
    ...(threadTs === undefined ? {} : { threadTs }),
    user,
    text: deleted ? '' : message.text,
    blocks: deleted ? [] : message.blocks,
    postedAt,
    ...(editedAt === undefined ? {} : { editedAt }),
    edits,
    deleted,
    ephemeral: false,
  };
}

/** What only the visitor sees. Its `user` is who says it, not who sees it. */
export function pageEphemeral(shown: SimulatedEphemeral, deleted: boolean): PageMessage {
  const { channel, ts, threadTs, text, blocks, origin } = shown;
  return {
    channel,
    ts,
    ...(threadTs === undefined ? {} : { threadTs }),
    user: origin === 'slackbot' ? SLACKBOT : IDENTITY.botUserId,
    text: deleted ? '' : text,
    blocks: deleted ? [] : blocks,
    postedAt: Math.floor((timestampMicros(ts) ?? 0) / 1_000),
    edits: 0,
    deleted,
    ephemeral: true,
  };
}
