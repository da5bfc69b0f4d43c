import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import { cleanText } from '../../azure/clean-text.ts';
import { parseOperation } from '../../azure/parse-operation.ts';
import type { ReadOperation } from '../../jobs/poll.ts';
import type { Queues } from '../../jobs/queues.ts';
import type {
  Asker,
  ListAnswer,
  ListScope,
  Refusal,
  Searching,
  StatusAnswer,
  StopAnswer,
  WatchAnswer,
  WatchDesk,
} from '../../slack/desk.ts';
import { begin } from '../../store/begin.ts';
import type { DeliveryStore } from '../../store/delivery-store.ts';
import type { WatchStore } from '../../store/watch-store.ts';
import { advance } from '../../watch/advance.ts';
import { beginWatch } from '../../watch/begin-watch.ts';
import type { OperationReference } from '../../watch/operation-reference.ts';
import type { WatchPolicy } from '../../watch/policy.ts';
import type { Reading } from '../../watch/reading.ts';
import { stopCard } from '../../watch/stop-card.ts';
import { activeCards, isLive, type WatchRecord } from '../../watch/watch-record.ts';
import { findOperation, type Reach } from './find-operation.ts';
import { placesOf, searchOperation } from './search-operation.ts';

export interface DeskDependencies {
  readonly watches: WatchStore;
  readonly deliveries: DeliveryStore;
  readonly queues: Queues;
  readonly read: ReadOperation;
  readonly reach: Reach;
  readonly policy: WatchPolicy;
  readonly now: () => number;
  readonly log: Logger;
}

const LONGEST_LABEL = 80;

/** A look that takes longer than this is answered twice: that it goes on, and what it found. */
const PATIENCE_MS = 1200;

const NOT_WATCHED: Refusal = {
  kind: 'refused',
  explanation: 'That operation is not being watched in this channel. /mysqlop list shows what is.',
};

/** What people can ask for, carried out. */
export function createWatchDesk(dependencies: DeskDependencies): WatchDesk {
  const { watches, deliveries, queues, read, reach, policy, now, log } = dependencies;

  return {
    async watch(asker, wish) {
      const found = findOperation(wish, reach);
      if (found.kind === 'refused') return found;
      if (found.kind === 'reference') return await beginOrJoin(asker, found.reference, wish.label);
      const answer = searchOperation(found.candidates, read).then((result) =>
        result.kind === 'found' ? beginOrJoin(asker, result.reference, wish.label) : result,
      );
      return await soonOrSearching(answer, found.candidates);
    },

    async status(_asker, wish) {
      const found = findOperation(wish, reach);
      if (found.kind === 'refused') return found;
      const candidates = found.kind === 'reference' ? [found.reference] : found.candidates;
      const answer =
        found.kind === 'reference'
          ? read(found.reference, {}).then((reading) => seen(found.reference, reading))
          : searchOperation(candidates, read).then((result) =>
              result.kind === 'found' ? seen(result.reference, result.reading) : result,
            );
      return await soonOrSearching<StatusAnswer>(answer, candidates);
    },

    async list(asker, scope) {
      return await list(asker, scope);
    },

    async stop(asker, operation) {
      const watchId = await watchIdOf(asker, operation);
      if (typeof watchId === 'object') return watchId;
      return watchId === undefined ? NOT_WATCHED : await stopWatch(asker, watchId);
    },

    stopWatch,

    async refresh(watchId) {
      const stored = await watches.load(watchId);
      if (!stored || !isLive(stored.record)) {
        return {
          kind: 'refused',
          explanation: 'This watch has ended; there is nothing to refresh.',
        };
      }
      const heldMs = (stored.record.holdUntil ?? 0) - now();
      if (heldMs > 0) {
        const seconds = Math.ceil(heldMs / 1000);
        const explanation = `Azure asks not to be read for another ${seconds} s. I look again right after that.`;
        return { kind: 'refused', explanation };
      }
      await watches.askRefresh(watchId);
      await queues.promotePoll(watchId);
      return { kind: 'refreshing' };
    },
  };

  async function beginOrJoin(
    asker: Asker,
    reference: OperationReference,
    label: string | undefined,
  ): Promise<WatchAnswer> {
    const request = {
      channel: asker.channel,
      askedBy: asker.user,
      // Somebody may paste a signed URL here, too.
      ...(label !== undefined && { label: cleanText(label, LONGEST_LABEL) }),
      ...(asker.responseUrl !== undefined && { responseUrl: asker.responseUrl }),
    };
    const begun = await begin(watches, reference, request, now(), policy);
    if (begun.kind === 'stands') {
      const posted = await deliveries.card(begun.record.id, begun.card.key);
      return { kind: 'stands', record: begun.record, link: posted?.link };
    }
    const { record } = begun.change;
    log.info({
      event: `watch.${begun.kind}`,
      watch: record.id,
      operation: reference.operationId,
      channel: asker.channel,
      user: asker.user,
    });
    // The record is what counts: a job that can't be added now is added by the sweep.
    await quietly(record.id, async () => {
      await queues.addPoll(record.id);
      await queues.kick(begun.change);
    });
    return { kind: begun.kind, reference };
  }

  function seen(reference: OperationReference, reading: Reading): StatusAnswer {
    if (reading.kind === 'failure' && reading.failure === 'not-found') {
      return { kind: 'refused', explanation: reading.explanation };
    }
    const asked = { channel: '', askedBy: '' };
    const { record } = beginWatch({ id: '', epoch: 0, reference }, asked, now(), policy);
    return { kind: 'status', record: advance(record, reading, now(), policy).record };
  }

  async function list(asker: Asker, scope: ListScope): Promise<ListAnswer> {
    const shown: { record: WatchRecord; channel: string; link: string | undefined }[] = [];
    for await (const record of watches.live()) {
      const cards = activeCards(record).filter(
        (card) =>
          scope === 'all' ||
          (scope === 'here' ? card.channel === asker.channel : card.askedBy === asker.user),
      );
      for (const card of cards) {
        const posted = await deliveries.card(record.id, card.key);
        shown.push({ record, channel: card.channel, link: posted?.link });
      }
    }
    return { kind: 'list', scope, watches: shown };
  }

  /** A bare id is looked for among this channel's watches: Azure need not be asked. */
  async function watchIdOf(asker: Asker, operation: string): Promise<string | Refusal | undefined> {
    const parsed = parseOperation(operation, reach);
    if (parsed.kind === 'refused') return parsed;
    if (parsed.kind === 'reference') {
      return (await watches.newest(parsed.reference)).stored?.record.id;
    }
    for await (const record of watches.live()) {
      const here = activeCards(record).some(({ channel }) => channel === asker.channel);
      if (here && record.reference.operationId === parsed.operationId) return record.id;
    }
    return undefined;
  }

  async function stopWatch(asker: Asker, watchId: string): Promise<StopAnswer> {
    const updated = await watches.update(watchId, (record) =>
      stopCard(record, asker.channel, asker.user, now()),
    );
    if (!updated) return NOT_WATCHED;
    const { record } = updated.change;
    log.info({
      event: 'watch.stopped',
      watch: watchId,
      operation: record.reference.operationId,
      channel: asker.channel,
      user: asker.user,
    });
    await quietly(watchId, async () => {
      await queues.kick(updated.change);
      if (!isLive(record)) await queues.removePoll(watchId);
    });
    return { kind: 'stopped', record };
  }

  /** What the sweep does within a minute anyway must not turn an accepted wish into a refusal. */
  async function quietly(watch: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      log.warn({ event: 'desk.kick_failed', watch, err: error }, 'the sweep will do it');
    }
  }
}

async function soonOrSearching<Answer>(
  answer: Promise<Answer | Refusal>,
  candidates: readonly OperationReference[],
): Promise<Answer | Refusal | Searching<Answer>> {
  const patience = new AbortController();
  const searching: Searching<Answer> = {
    kind: 'searching',
    operationId: candidates[0]?.operationId ?? '',
    places: placesOf(candidates),
    found: answer,
  };
  try {
    return await Promise.race([answer, delay(PATIENCE_MS, searching, { signal: patience.signal })]);
  } finally {
    patience.abort();
  }
}
