import type { Logger } from 'pino';
import type { Pager, PagerMessage, Sent } from '../../pagers/pager.ts';
import type { NotYet } from '../../queues/sleep.ts';
import type { OutboxStore } from '../../redis/outbox-store.ts';
import type { OwedItem } from '../../redis/owed-item.ts';
import type { PagerBudget } from '../../redis/pager-budget.ts';
import type { WatchStore } from '../../redis/watch-store.ts';
import type { PagerName } from '../../watch/names.ts';
import type { PagerItem } from '../../watch/outbox-item.ts';
import { pagerActionOf } from '../../watch/pager-event.ts';
import { isLive, type WatchRecord } from '../../watch/watch-record.ts';
import type { PagerReport } from '../told-report.ts';
import {
  alertOf,
  type ComposePagerMessageDependencies,
  composePagerMessage,
} from './compose-pager-message.ts';
import { refusedAgainAfterMs, silentForMs } from './pager-pauses.ts';
import { createPagerRefusals } from './pager-refusals.ts';

export interface TellPagerDependencies extends ComposePagerMessageDependencies {
  readonly pagers: ReadonlyMap<PagerName, Pager>;
  readonly pagerBudget: PagerBudget;
  readonly watches: WatchStore;
  readonly outboxes: OutboxStore;
  readonly report: PagerReport;
  readonly now: () => number;
  readonly log: Logger;
}

/** It waits so long for the link to its alert in Slack, and then goes without. */
const LINK_WAIT_MS = 2000;
const LINK_AGAIN_MS = 200;
/** A pager that does not answer keeps no more of us waiting for it: others want to be told, too. */
const MOST_AT_ONCE = 4;
const AT_ONCE_AGAIN_MS = 500;

/**
 * Tells a pager the first item of an outbox and takes it off. What it does not take now stays, and is tried again; to
 * tell it twice is harmless, since it knows each thing by its key. What it refuses is tried for a day: its settings
 * may be put right.
 */
export function createTellPager(dependencies: TellPagerDependencies) {
  const { pagers, pagerBudget, watches, outboxes, report, now, log } = dependencies;
  const failuresInARow = new Map<PagerName, number>();
  const underWay = new Map<PagerName, number>();
  const refused = createPagerRefusals(log, now);

  return async (owed: OwedItem<PagerItem>): Promise<NotYet | undefined> => {
    const { destination, item } = owed;
    const pager = pagers.get(item.pager);
    const record = (await watches.load(item.watchId))?.record;
    // No longer configured, no longer kept, or no longer so.
    if (!pager || !record || isObsolete(item, record)) return void (await outboxes.settle(owed));
    if (Math.abs(now() - item.at) < LINK_WAIT_MS && !(await alertOf(item, dependencies))) {
      return { kind: 'not-yet', afterMs: LINK_AGAIN_MS };
    }
    if ((underWay.get(item.pager) ?? 0) >= MOST_AT_ONCE) {
      return { kind: 'not-yet', afterMs: AT_ONCE_AGAIN_MS };
    }
    const turnMs = await pagerBudget.takeTurn(item.pager, destination);
    if (turnMs > 0) return { kind: 'not-yet', afterMs: turnMs };
    const message = await composePagerMessage(item, record, dependencies);
    const sent = await send(item.pager, pager, message);
    report.paged(item.pager, pagerActionOf(item.what), sent.kind);
    return await settle(owed, sent, pager);
  };

  async function send(name: PagerName, pager: Pager, message: PagerMessage): Promise<Sent> {
    underWay.set(name, (underWay.get(name) ?? 0) + 1);
    try {
      return await pager.send(message);
    } finally {
      underWay.set(name, (underWay.get(name) ?? 1) - 1);
    }
  }

  async function settle(
    owed: OwedItem<PagerItem>,
    sent: Sent,
    { title, advice }: Pager,
  ): Promise<NotYet | undefined> {
    const { item } = owed;
    const about = { watch: item.watchId, pager: item.pager, what: item.what.kind };
    const failures = failuresInARow.get(item.pager) ?? 0;
    switch (sent.kind) {
      case 'accepted':
        failuresInARow.delete(item.pager);
        log.info({ event: 'pager.told', ...about });
        return void (await outboxes.settle(owed));
      case 'later': {
        failuresInARow.set(item.pager, failures + 1);
        const pauseMs = sent.retryAfterMs ?? silentForMs(failures);
        await pagerBudget.pause(item.pager, pauseMs);
        if (failures === 0) {
          const detail = `${title} does not take it; what it is owed is kept and tried again`;
          log.warn({ event: 'pager.delayed', ...about, error: sent.error }, detail);
        }
        return { kind: 'not-yet', afterMs: pauseMs };
      }
      case 'refused':
        failuresInARow.delete(item.pager);
        return await keepRefused(owed, sent.error, { title, advice });
      default:
        return sent satisfies never;
    }
  }

  async function keepRefused(
    owed: OwedItem<PagerItem>,
    error: string,
    { title, advice }: Pick<Pager, 'title' | 'advice'>,
  ): Promise<NotYet | undefined> {
    const { item } = owed;
    const afterMs = refusedAgainAfterMs(now() - item.at);
    const about = { watch: item.watchId, pager: item.pager, what: item.what.kind, error };
    if (afterMs === undefined) {
      log.error({ event: 'pager.given_up', ...about }, `${title} has refused it for a day`);
      return void (await outboxes.settle(owed));
    }
    refused(item, { title, advice }, error);
    await outboxes.markStuck(owed, error);
    return { kind: 'not-yet', afterMs };
  }
}

/** Of something odd that is over, nobody is to be woken any more. */
function isObsolete({ what }: PagerItem, record: WatchRecord): boolean {
  if (what.kind !== 'condition') return false;
  return !isLive(record) || record.conditions[what.condition]?.number !== what.spell;
}
