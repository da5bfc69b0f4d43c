import * as v from 'valibot';
import type { AskerId, PipelineId } from '../watch/askers.ts';
import type { ChannelId, WatchId } from '../watch/names.ts';
import type { ApiDependencies } from './dependencies.ts';
import { problem } from './problem.ts';
import { type Reply, replyOf } from './reply.ts';
import { replyOfRefusal, replyOfTrouble } from './reply-of-answer.ts';
import { viewOfWatch } from './view-of-watch.ts';
import { ChannelParameter } from './watch-schemas.ts';

/** Which watch is meant: as it was told, and the channel of its card where that is said. */
interface Named {
  readonly id: string;
  readonly channel: string | undefined;
}

/** One watch, as the pipeline may see it. */
export async function getWatch(
  pipeline: PipelineId,
  { id, channel }: Named,
  dependencies: ApiDependencies,
): Promise<Reply> {
  const read = readChannel(channel);
  if (read.kind === 'wrong') return read.reply;
  const found = await seen(pipeline, id, read.channel, dependencies);
  return found.kind === 'reply' ? found.reply : replyOf(200, viewOfWatch(found.watch));
}

/** Ends what the pipeline has asked for, in one channel, as the command's `stop` does. */
export async function deleteWatch(
  pipeline: PipelineId,
  { id, channel }: Named,
  dependencies: ApiDependencies,
): Promise<Reply> {
  const read = readChannel(channel);
  if (read.kind === 'wrong') return read.reply;
  const found = await seen(pipeline, id, read.channel, dependencies);
  if (found.kind === 'reply') return found.reply;
  const { watch } = found;
  if (watch.card.askedBy !== pipeline) return notYours(watch.card.askedBy);
  const refusal = dependencies.whyNotIn(watch.card.channel);
  if (refusal) return problem('channel-not-allowed', refusal.explanation);
  // It is as was wished for: a script may have lost the first answer.
  if (watch.card.state === 'stopped') return replyOf(200, viewOfWatch(watch));
  const { asking, inTime } = dependencies;
  const caller = { user: pipeline, channel: watch.card.channel };
  const answer = await inTime(() => asking.stopWatch(caller, watch.record.id));
  switch (answer.kind) {
    case 'stopped':
      return stopped(pipeline, watch.record.id, watch.card.channel, dependencies);
    case 'refused':
    case 'forgotten':
      return replyOfRefusal(answer);
    default:
      return replyOfTrouble(answer, dependencies);
  }
}

async function stopped(
  pipeline: PipelineId,
  id: WatchId,
  channel: ChannelId,
  dependencies: ApiDependencies,
): Promise<Reply> {
  const found = await seen(pipeline, id, channel, dependencies);
  return found.kind === 'reply' ? found.reply : replyOf(200, viewOfWatch(found.watch));
}

/** The live watches of a channel. */
export async function listWatchesOf(
  pipeline: PipelineId,
  channel: string | undefined,
  dependencies: ApiDependencies,
): Promise<Reply> {
  const read = readChannel(channel);
  if (read.kind === 'wrong') return read.reply;
  if (read.channel === undefined) {
    const detail = 'Of which channel? Please add ?channel= and its id, such as C0123456789.';
    return problem('malformed', detail);
  }
  const caller = { user: pipeline, channel: read.channel };
  const refusal = dependencies.whyNotIn(caller.channel);
  if (refusal) return problem('channel-not-allowed', refusal.explanation);
  const { asking, inTime } = dependencies;
  const found = await inTime(async () => ({
    kind: 'found' as const,
    watches: await asking.watchesSeenIn(caller),
  }));
  return found.kind === 'found'
    ? replyOf(200, { watches: found.watches.map(viewOfWatch) })
    : replyOfTrouble(found, dependencies);
}

async function seen(
  pipeline: PipelineId,
  id: string,
  channel: ChannelId | undefined,
  dependencies: ApiDependencies,
) {
  const { asking, inTime } = dependencies;
  const found = await inTime(async () => {
    const answer = await asking.watchSeenBy(pipeline, { id, channel });
    if (!answer) return { kind: 'none' as const };
    return 'kind' in answer ? answer : { kind: 'watch' as const, watch: answer };
  });
  switch (found.kind) {
    case 'watch':
      return found;
    case 'none':
      return { kind: 'reply', reply: problem('no-such-watch', NO_SUCH_WATCH) } as const;
    case 'refused':
      return { kind: 'reply', reply: problem('broken', found.explanation) } as const;
    default:
      return { kind: 'reply', reply: replyOfTrouble(found, dependencies) } as const;
  }
}

const NO_SUCH_WATCH =
  'There is no watch of that id, or none that this pipeline may see: one that it has asked for, or that stands in a public channel. Ended watches are kept for a while only.';

function notYours(askedBy: AskerId): Reply {
  const who = askedBy.startsWith('pipeline/') ? 'Another pipeline' : 'A person';
  return problem(
    'not-yours',
    `${who} has asked for that card, and a pipeline stops only what it has asked for itself. In its channel, /mysqlop stop ends it.`,
  );
}

function readChannel(channel: string | undefined) {
  const parsed = v.safeParse(v.optional(ChannelParameter), channel);
  if (parsed.success) return { kind: 'read', channel: parsed.output } as const;
  return { kind: 'wrong', reply: problem('malformed', parsed.issues[0].message) } as const;
}
