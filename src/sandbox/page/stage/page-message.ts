import * as v from 'valibot';
import type { SimulatedFile } from '../../slack/state/files.ts';
import { IDENTITY } from '../../slack/state/identity.ts';
import type { SimulatedEphemeral, SimulatedMessage } from '../../slack/state/message.ts';
import { timestampMicros } from '../../slack/state/timestamps.ts';
import { type PageMessage, type PagePicture, SLACKBOT } from '../protocol.ts';

/** What was uploaded, by its id. */
export type FileOf = (id: string) => Pick<SimulatedFile, 'bytes'> | undefined;

const WireFile = v.object({ id: v.string(), title: v.string() });

function picturesOf({ files = [] }: SimulatedMessage, fileOf: FileOf): readonly PagePicture[] {
  return files.flatMap((file) => {
    const wire = v.safeParse(WireFile, file);
    const bytes = wire.success ? fileOf(wire.output.id)?.bytes : undefined;
    if (!wire.success || !bytes) return [];
    const url = `data:image/png;base64,${Buffer.from(bytes).toString('base64')}`;
    return [{ title: wire.output.title, url }];
  });
}

/** A message of a channel or a thread; of a deleted one only its place is left. */
export function pageMessage(message: SimulatedMessage, fileOf: FileOf): PageMessage {
  const { channel, ts, threadTs, user, postedAt, editedAt, edits, deleted } = message;
  return {
    channel,
    ts,
    ...(threadTs === undefined ? {} : { threadTs }),
    user,
    text: deleted ? '' : message.text,
    blocks: deleted ? [] : message.blocks,
    pictures: deleted ? [] : picturesOf(message, fileOf),
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
    pictures: [],
    postedAt: Math.floor((timestampMicros(ts) ?? 0) / 1_000),
    edits: 0,
    deleted,
    ephemeral: true,
  };
}
