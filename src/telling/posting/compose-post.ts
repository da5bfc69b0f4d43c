import type { OutboxStore } from '../../redis/outbox-store.ts';
import type { Recoveries } from '../../redis/recoveries.ts';
import { alertMessage } from '../../slack/messages/alert.ts';
import { alertDetailsMessage } from '../../slack/messages/alert-details.ts';
import { cardMessage } from '../../slack/messages/card.ts';
import {
  conditionAlertMessage,
  conditionOverMessage,
} from '../../slack/messages/condition-alert.ts';
import { doneMessage } from '../../slack/messages/done.ts';
import { faultMessage, faultOverMessage } from '../../slack/messages/fault.ts';
import { memoryLossMessage } from '../../slack/messages/memory-loss.ts';
import { recoveredMessage } from '../../slack/messages/recovered.ts';
import type {
  DigestDoneItem,
  DigestItem,
  FaultItem,
  ReminderItem,
  WatchItem,
} from '../../watch/outbox-item.ts';
import type { RoutePlace } from '../../watch/route.ts';
import { cardOf, standingCards } from '../../watch/watch-card.ts';
import type { WatchRecord } from '../../watch/watch-record.ts';
import { cardLink } from '../card-link.ts';
import { isConditionOver } from '../condition-over.ts';
import { composeDigest } from '../digests/compose-digest.ts';
import { forOncall } from '../for-oncall.ts';
import { type ComposeReminderDependencies, composeReminder } from '../paging/compose-reminder.ts';
import { composeChart, composeNote } from './compose-note.ts';
import { type Composed, inThread, OBSOLETE, type RouteChannels, toOncall } from './composed.ts';

export interface ComposeDependencies extends ComposeReminderDependencies, RouteChannels {
  readonly outboxes: OutboxStore;
  readonly recoveries: Recoveries;
  readonly now: () => number;
}

/** An alert waits this long for its card's link, and then goes without it. */
const LINK_WAIT_MS = 2000;
/** And asks so often whether it is there. */
const LINK_AGAIN_MS = 200;
/** A burst's message waits this long for more entries; what comes later is edited into it. */
const DIGEST_WAIT_MS = 1000;

/** Works out what a message says and where it goes, from the record as it stands now. */
export async function composePost(
  item: Exclude<WatchItem, { kind: 'whisper' | 'pager-event' }>,
  record: WatchRecord,
  at: RoutePlace,
  dependencies: ComposeDependencies,
): Promise<Composed> {
  switch (item.kind) {
    case 'card':
      return composeCard(item, record, dependencies);
    case 'note':
      return await composeNote(item, record, at, dependencies);
    case 'chart':
      return await composeChart(item, record, dependencies);
    case 'alert':
      return await composeAlert(item, record, at, dependencies);
    case 'condition-alert': {
      if (await isConditionOver(item, record, dependencies.outboxes)) return OBSOLETE;
      const told = forOncall(record, dependencies.around);
      const link = await cardLink(told, dependencies);
      const message = conditionAlertMessage(told, item, link, dependencies.around);
      return await toOncall(message, at, dependencies, record);
    }
    case 'alert-details': {
      const message = alertDetailsMessage(record);
      return inThread(await dependencies.deliveries.alert(record.id), message);
    }
    case 'alert-done':
      return inThread(await dependencies.deliveries.alert(record.id), doneMessage(item));
    case 'alert-recovered': {
      const { deliveries, digests, recoveries, around } = dependencies;
      const { at: recoveredAt, tries } = item;
      await recoveries.note(item.failed, { at: recoveredAt, tries });
      const told = forOncall(record, around);
      const message = recoveredMessage(told, item, await cardLink(told, dependencies));
      const digest = await digests.digestOf(item.failed);
      const alert = await deliveries.alert(item.failed);
      return inThread(alert ?? (digest && (await deliveries.alertShown(digest))), message);
    }
    case 'condition-alert-over': {
      const alert = await dependencies.deliveries.alert(record.id, item.spell);
      return inThread(alert, conditionOverMessage(record, item));
    }
    default:
      return item satisfies never;
  }
}

/** The same for what concerns no watch, or many. */
export async function composeShared(
  item: FaultItem | DigestItem | DigestDoneItem | ReminderItem,
  at: RoutePlace,
  dependencies: ComposeDependencies,
): Promise<Composed> {
  switch (item.kind) {
    case 'digest':
      return await composeDigestPost(item, at, dependencies);
    case 'digest-done': {
      const { burst, digest } = item;
      const posted = await dependencies.deliveries.alertShown({ kind: 'digest', burst, digest });
      return inThread(posted, doneMessage(item));
    }
    case 'reminder': {
      const reminder = await composeReminder(item, dependencies);
      // Somebody has looked meanwhile, or nothing of it is kept.
      if (!reminder?.isOpen) return OBSOLETE;
      return await toOncall(reminder.message, at, dependencies);
    }
    default:
      return await composeFault(item, at, dependencies);
  }
}

/** The same for what concerns the bot as a whole. */
async function composeFault(
  item: FaultItem,
  at: RoutePlace,
  dependencies: ComposeDependencies,
): Promise<Composed> {
  switch (item.kind) {
    case 'fault':
      return await toOncall(faultMessage(item, dependencies.around), at, dependencies);
    case 'memory-loss':
      return await toOncall(memoryLossMessage(item), at, dependencies);
    case 'fault-over': {
      const alert = await dependencies.deliveries.faultAlert(item.fault, item.since);
      return inThread(alert, faultOverMessage(item, dependencies.around));
    }
    default:
      return item satisfies never;
  }
}

/** The same for what tells of many watches. */
async function composeDigestPost(
  item: DigestItem,
  at: RoutePlace,
  dependencies: ComposeDependencies,
): Promise<Composed> {
  const ageMs = Math.abs(dependencies.now() - item.at);
  const isClaimed = await dependencies.outboxes.isClaimed(item);
  if (ageMs < DIGEST_WAIT_MS && !isClaimed)
    return { kind: 'early', afterMs: DIGEST_WAIT_MS - ageMs };
  const message = await composeDigest(item, dependencies);
  return message ? await toOncall(message, at, dependencies) : OBSOLETE;
}

function composeCard(
  { cardKey }: Extract<WatchItem, { kind: 'card' }>,
  record: WatchRecord,
  { around }: ComposeDependencies,
): Composed {
  const card = cardOf(record, cardKey);
  if (!card) return OBSOLETE;
  return {
    kind: 'post',
    place: { channel: card.channel },
    message: cardMessage(record, card, around),
  };
}

async function composeAlert(
  item: Extract<WatchItem, { kind: 'alert' }>,
  record: WatchRecord,
  at: RoutePlace,
  dependencies: ComposeDependencies,
): Promise<Composed> {
  const told = forOncall(record, dependencies.around);
  const link = await cardLink(told, dependencies);
  const ageMs = Math.abs(dependencies.now() - item.at);
  if (!link && ageMs < LINK_WAIT_MS && (await isCardAwaited(told, dependencies))) {
    return { kind: 'early', afterMs: LINK_AGAIN_MS };
  }
  const message = alertMessage(told, link, dependencies.around);
  return await toOncall(message, at, dependencies, record);
}

/** Whether a card is still to be posted. One that was deleted is not waited for. */
async function isCardAwaited(
  record: WatchRecord,
  { deliveries }: ComposeDependencies,
): Promise<boolean> {
  for (const key of standingCards(record)) {
    if (!(await deliveries.card(record.id, key))) return true;
  }
  return false;
}
