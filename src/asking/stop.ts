import type { Logger } from 'pino';
import type { Queues } from '../queues/queues.ts';
import type { WatchStore } from '../redis/watch-store.ts';
import type { ChannelId, WatchId } from '../watch/names.ts';
import type { WatchPolicy } from '../watch/policy.ts';
import { stopCard } from '../watch/stop-card.ts';
import { isLive, type WatchRecord } from '../watch/watch-record.ts';
import type { Caller } from './asker.ts';
import type { Reach } from './find-operation.ts';
import { ofNamed } from './named-watches.ts';
import { quietly } from './quietly.ts';
import {
  ENDED_ALREADY,
  type Forgotten,
  LOST,
  NOT_WATCHED,
  type Refusal,
  STOPPED_ALREADY,
} from './refusals.ts';
import type { Several } from './several.ts';
import type { InTime, NoAnswer, Uncertain } from './store-in-time.ts';
import type { Choice } from './watches-here.ts';

export type StopAnswer =
  | { readonly kind: 'stopped'; readonly record: WatchRecord }
  | Refusal
  | NoAnswer
  | Uncertain;

export interface StopDependencies {
  readonly watches: WatchStore;
  readonly queues: Queues;
  readonly inTime: InTime;
  readonly reach: Reach;
  readonly policy: WatchPolicy;
  readonly now: () => number;
  readonly log: Logger;
}

/**
 * Ends the watches of operations in the asker's channel.
 *
 * @param operation what names them; a label or a server's name, too. Empty: what there is to stop is listed
 */
export async function stopOperations(
  asker: Caller,
  operation: string,
  dependencies: StopDependencies,
): Promise<StopAnswer | Choice | Several<StopAnswer>> {
  return await ofNamed(asker, operation, 'stop', dependencies, (watchId) =>
    stopWatch(asker, watchId, dependencies),
  );
}

/** Ends a watch by the button of its card in the presser's channel. */
export async function stopCardOf(
  presser: Caller,
  watchId: WatchId,
  dependencies: StopDependencies,
): Promise<StopAnswer | Forgotten> {
  const answer = await stopWatch(presser, watchId, dependencies);
  return answer === NOT_WATCHED ? LOST : answer;
}

/** Ends a watch in the presser's channel; with its last card the watch itself. */
async function stopWatch(
  presser: Caller,
  watchId: WatchId,
  { watches, queues, inTime, policy, now, log }: StopDependencies,
): Promise<StopAnswer> {
  const { channel, user } = presser;
  const storing = await inTime((deadline) =>
    watches.update(watchId, (record) => stopCard(record, channel, user, now(), policy.pagers), {
      deadline,
      isTouched: true,
    }),
  );
  if (storing.kind !== 'stored') return storing;
  const updated = storing.stored;
  if (!updated) return whyNotStopped(channel, (await watches.load(watchId))?.record);
  const { record } = updated.change;
  log.info({
    event: 'watch.stopped',
    watch: watchId,
    operation: record.reference.operationId,
    channel,
    user,
  });
  quietly(watchId, log, async () => {
    await queues.kick(updated.change);
    if (!isLive(record)) await queues.removePoll(watchId);
  });
  return { kind: 'stopped', record };
}

/** Two people may press Stop at once, or one when it has just ended. */
function whyNotStopped(channel: ChannelId, record: WatchRecord | undefined): Refusal {
  const here = record?.cards.filter((card) => card.channel === channel) ?? [];
  if (here.some(({ state }) => state === 'stopped')) return STOPPED_ALREADY;
  return here.length > 0 ? ENDED_ALREADY : NOT_WATCHED;
}
