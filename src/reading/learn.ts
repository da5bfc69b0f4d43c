import type { Logger } from 'pino';
import type { Queues } from '../queues/queues.ts';
import type { FaultStore } from '../redis/fault-store.ts';
import type { ReadBudget } from '../redis/read-budget.ts';
import type { WatchStore } from '../redis/watch-store.ts';
import { faultByItself, faultByOthers } from '../watch/fault-of-refusal.ts';
import { destinations, type FaultName, faultNames, kindOfFault } from '../watch/names.ts';
import type { WatchPolicy } from '../watch/policy.ts';
import { READ_FAILURES, signInOf } from '../watch/read-failures.ts';
import type { ReadFailure, Reading } from '../watch/reading.ts';
import { hasLasted, refusalOf } from '../watch/sign-in-refusals.ts';
import type { LiveWatch, Refusals, WatchRecord } from '../watch/watch-record.ts';

export interface LearnDependencies {
  readonly watches: WatchStore;
  readonly reads: ReadBudget;
  readonly faults: FaultStore;
  readonly queues: Queues;
  readonly policy: WatchPolicy;
  readonly now: () => number;
  readonly log: Logger;
}

/** What one reading means for other watches than its own. */
export interface Learn {
  /** Of its subscription's budget, and of what works. @param before the watch as it was */
  ofReading(before: LiveWatch, reading: Reading): Promise<void>;
  /** Of our sign-in, where that is refused. @param after the watch as the reading has left it */
  ofRefusal(after: WatchRecord, reading: Reading): Promise<void>;
}

/** Creates that. */
export function createLearn(dependencies: LearnDependencies): Learn {
  const { watches, reads, faults, queues, policy, now, log } = dependencies;
  /** When all watches were last looked at, to find whom a subscription's refusals concern. */
  const lookedAt = new Map<string, number>();
  /** Since when others have been seen to work while a subscription refuses us and the sign-in is a fault. */
  const othersWorkSince = new Map<string, number>();

  return {
    async ofReading(before, reading) {
      const { subscriptionId } = before.reference;
      if (signInOf(reading) === 'works') await disprove(subscriptionId, before.trouble?.refusals);
      const { remainingReads } = reading;
      if (remainingReads !== undefined) await reads.mind(subscriptionId, remainingReads);
      if (reading.kind === 'failure' && READ_FAILURES[reading.failure].holdsSubscription) {
        await reads.hold(subscriptionId, reading.retryAfterMs ?? 0);
      }
    },

    async ofRefusal(after, reading) {
      const refusals = after.trouble?.refusals;
      const refusal = reading.kind === 'failure' ? refusalOf(reading) : undefined;
      if (reading.kind === 'snapshot' || !refusal || !refusals) return;
      if (!hasLasted(refusals, refusal, policy)) return;
      const { subscriptionId } = after.reference;
      const fault =
        faultByItself(refusal, subscriptionId) ?? (await blamed(subscriptionId, refusals));
      if (fault) await raise(fault, after, reading);
    },
  };

  async function disprove(subscriptionId: string, refusals: Refusals | undefined): Promise<void> {
    othersWorkSince.delete(subscriptionId);
    await faults.disprove(faultNames.signIn);
    await faults.disprove(faultNames.subscription(subscriptionId));
    if (refusals?.tenant !== undefined) await faults.disprove(faultNames.tenant(refusals.tenant));
  }

  /** @returns undefined where nobody can tell yet */
  async function blamed(
    subscriptionId: string,
    refusals: Refusals,
  ): Promise<FaultName | undefined> {
    const own = faultNames.subscription(subscriptionId);
    if (faults.isKnown(own)) return own;
    // To look at all is dear, and many watches of it are refused at once.
    if (now() < (lookedAt.get(subscriptionId) ?? 0) + policy.pollMinMs) return undefined;
    lookedAt.set(subscriptionId, now());
    const fault = faultByOthers(subscriptionId, refusals, await live(), policy);
    if (fault !== own || !faults.isKnown(faultNames.signIn)) return fault;
    // The sign-in may just be coming back, here a moment later than there.
    const since = othersWorkSince.get(subscriptionId) ?? now();
    othersWorkSince.set(subscriptionId, since);
    return now() >= since + policy.faultAfterMs ? own : undefined;
  }

  async function live(): Promise<readonly WatchRecord[]> {
    const records: WatchRecord[] = [];
    for await (const found of watches.findLive()) {
      if (found.kind === 'record') records.push(found.record);
    }
    return records;
  }

  async function raise(fault: FaultName, watch: WatchRecord, reading: ReadFailure): Promise<void> {
    const { subscriptionId, operationId } = watch.reference;
    const where = kindOfFault(fault) === 'sign-in' ? undefined : subscriptionId;
    const { explanation } = reading;
    if (!(await faults.raise(fault, explanation, where))) return;
    log.error({
      event: 'azure.fault',
      fault,
      watch: watch.id,
      operation: operationId,
      explanation,
    });
    await queues.addPost(destinations.fault(fault));
  }
}
