import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import { cleanText } from '../../azure/clean-text.ts';
import { operationPath } from '../../azure/format-operation.ts';
import { parseOperation } from '../../azure/parse-operation.ts';
import type { ReadOperation } from '../../jobs/poll.ts';
import type { Queues } from '../../jobs/queues.ts';
import { readWithinHolds } from '../../jobs/read-within-holds.ts';
import type {
  Asker,
  Presser,
  Refusal,
  Searching,
  StatusAnswer,
  StopAnswer,
  Uncertain,
  WatchAnswer,
  WatchDesk,
} from '../../slack/desk.ts';
import type { AcknowledgementStore } from '../../store/acknowledgement-store.ts';
import { begin } from '../../store/begin.ts';
import type { ReadBudget } from '../../store/read-budget.ts';
import { StoreUncertain } from '../../store/watch-store.ts';
import { advance } from '../../watch/advance.ts';
import { beginWatch } from '../../watch/begin-watch.ts';
import type { OperationReference } from '../../watch/operation-reference.ts';
import type { WatchPolicy } from '../../watch/policy.ts';
import type { Reading } from '../../watch/reading.ts';
import { stopCard } from '../../watch/stop-card.ts';
import { activeCards, isLive } from '../../watch/watch-record.ts';
import { findOperation, type Reach } from './find-operation.ts';
import { type ListDependencies, listWatches } from './list-watches.ts';
import {
  ENDED_ALREADY,
  NO_LONGER_KEPT,
  NO_LONGER_KEPT_ALERT,
  NOT_WATCHED,
  STOPPED_ALREADY,
} from './refusals.ts';
import { nobodyKnows, placesOf, searchOperation } from './search-operation.ts';

export interface DeskDependencies extends ListDependencies {
  readonly reads: ReadBudget;
  readonly acknowledgements: AcknowledgementStore;
  readonly queues: Queues;
  readonly read: ReadOperation;
  readonly reach: Reach;
  readonly policy: WatchPolicy;
  readonly now: () => number;
  readonly log: Logger;
}

const LONGEST_LABEL = 80;

/** Before the asker is told that it can't be done, with time for the answer's way. */
const STORE_WITHIN_MS = 1000;

/** A look that takes longer than this is answered twice: that it goes on, and what it found. */
const PATIENCE_MS = 1200;

/** What people can ask for, carried out. */
export function createWatchDesk(dependencies: DeskDependencies): WatchDesk {
  const { watches, deliveries, reads, acknowledgements, queues, reach, policy, linkTo, now, log } =
    dependencies;
  const read = readWithinHolds(dependencies.read, reads);

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

    list: (asker, scope) => listWatches(asker, scope, dependencies),

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
      const heldMs = await reads.heldMs(stored.record.reference.subscriptionId);
      if (heldMs > 0) {
        const seconds = Math.ceil(heldMs / 1000);
        const explanation = `Azure asks not to be read for another ${seconds} s. I look again right after that.`;
        return { kind: 'refused', explanation };
      }
      await watches.askRefresh(watchId);
      await queues.promotePoll(watchId);
      return { kind: 'refreshing' };
    },

    async acknowledge(presser, name) {
      const taken = await acknowledgements.acknowledge(name, { by: presser.user, at: now() });
      return taken ? { kind: 'acknowledged' } : NO_LONGER_KEPT_ALERT;
    },

    async watchOn(presser, watchId) {
      const record = (await watches.load(watchId))?.record;
      if (!record) return NO_LONGER_KEPT;
      const found = findOperation({ operation: operationPath(record.reference) }, reach);
      if (found.kind === 'refused') return found;
      const card = record.cards.findLast(({ channel }) => channel === presser.channel);
      const asker = { ...presser, isPrivate: card?.isPrivate ?? false };
      return await beginOrJoin(asker, record.reference, card?.label);
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
      isPrivate: asker.isPrivate,
      // Somebody may paste a signed URL here, too.
      ...(label !== undefined && { label: cleanText(label, LONGEST_LABEL) }),
      ...(asker.responseUrl !== undefined && { responseUrl: asker.responseUrl }),
    };
    const deadline = await watches.deadline(STORE_WITHIN_MS);
    const begun = await orUncertain(
      begin(watches, reference, request, now(), policy, deadline),
      log,
    );
    if (begun.kind === 'uncertain') return begun;
    if (begun.kind === 'stands') {
      const { record, card } = begun;
      const posted = await deliveries.card(record.id, card.key);
      const link = posted && !posted.isLost ? linkTo(card.channel, posted.ts) : undefined;
      return { kind: 'stands', record, askedBy: card.askedBy, link };
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
    void quietly(record.id, async () => {
      await queues.addPoll(record.id);
      await queues.kick(begun.change);
    });
    return { kind: begun.kind, reference };
  }

  function seen(reference: OperationReference, reading: Reading): StatusAnswer {
    if (reading.kind === 'failure' && reading.failure === 'not-found') {
      return nobodyKnows([reference]);
    }
    const asked = { channel: '', askedBy: '' };
    const { record } = beginWatch({ id: '', epoch: 0, reference }, asked, now(), policy);
    return { kind: 'status', record: advance(record, reading, now(), policy).record };
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

  async function stopWatch(asker: Presser, watchId: string): Promise<StopAnswer> {
    const deadline = await watches.deadline(STORE_WITHIN_MS);
    const updated = await orUncertain(
      watches.update(watchId, (record) => stopCard(record, asker.channel, asker.user, now()), {
        deadline,
        isTouched: true,
      }),
      log,
    );
    if (updated && 'kind' in updated) return updated;
    if (!updated) return await whyNotStopped(asker, watchId);
    const { record } = updated.change;
    log.info({
      event: 'watch.stopped',
      watch: watchId,
      operation: record.reference.operationId,
      channel: asker.channel,
      user: asker.user,
    });
    void quietly(watchId, async () => {
      await queues.kick(updated.change);
      if (!isLive(record)) await queues.removePoll(watchId);
    });
    return { kind: 'stopped', record };
  }

  /** Two people may press Stop at once, or one when it has just ended. */
  async function whyNotStopped(asker: Presser, watchId: string): Promise<Refusal> {
    const record = (await watches.load(watchId))?.record;
    const here = record?.cards.filter(({ channel }) => channel === asker.channel) ?? [];
    if (here.some(({ stopped }) => stopped)) return STOPPED_ALREADY;
    return record && here.length > 0 ? ENDED_ALREADY : NOT_WATCHED;
  }

  /**
   * Asks for what is stored to be carried out. Nobody waits for it: what the sweep does within a minute
   * anyway must not make an accepted wish look refused.
   */
  async function quietly(watch: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      log.warn({ event: 'desk.kick_failed', watch, err: error }, 'the sweep will do it');
    }
  }
}

/** The honest answer where Redis was asked to store something and broke off. */
async function orUncertain<Stored>(
  storing: Promise<Stored>,
  log: Logger,
): Promise<Stored | Uncertain> {
  try {
    return await storing;
  } catch (error) {
    if (!(error instanceof StoreUncertain)) throw error;
    log.error({ event: 'desk.uncertain', err: error }, 'is Redis reachable?');
    return { kind: 'uncertain' };
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
