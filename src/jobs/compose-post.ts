import type { SlackFailure } from '../slack/api/slack-failure.ts';
import type { Place, SlackWriter } from '../slack/api/slack-writer.ts';
import { alertDetailsMessage, alertMessage } from '../slack/messages/alert.ts';
import { cardMessage } from '../slack/messages/card.ts';
import { conditionAlertMessage, conditionOverMessage } from '../slack/messages/condition-alert.ts';
import { saidElsewhere } from '../slack/messages/elsewhere.ts';
import { faultMessage, faultOverMessage } from '../slack/messages/fault.ts';
import type { Message } from '../slack/messages/message.ts';
import { noteMessage } from '../slack/messages/note.ts';
import type { OutboxStore } from '../store/outbox-store.ts';
import type { FaultItem, StormItem, WatchItem } from '../watch/outbox-item.ts';
import { activeCards, type WatchRecord } from '../watch/watch-record.ts';
import { cardLink, cardOf } from './card-link.ts';
import { type ComposePageDependencies, composePage } from './compose-page.ts';
import type { Stop } from './route.ts';

/**
 * A post, ready to be sent. `nowhere`: there is no such place. `obsolete`: it need not be said any
 * more. `early`: something that belongs to it is about to come.
 */
export type Composed =
  | { readonly kind: 'post'; readonly place: Place; readonly message: Message }
  | { readonly kind: 'nowhere' }
  | { readonly kind: 'obsolete' }
  | { readonly kind: 'early'; readonly afterMs: number }
  | SlackFailure;

export interface ComposeDependencies extends ComposePageDependencies {
  readonly outboxes: OutboxStore;
  readonly writer: SlackWriter;
  readonly oncallChannel: string;
  readonly fallbackChannel: string | undefined;
  readonly now: () => number;
}

/** An alert waits this long for its card's link, and then goes without it. */
const LINK_WAIT_MS = 2000;
/** And asks so often whether it is there. */
const LINK_AGAIN_MS = 200;
/** A storm's message waits this long for more lines; what comes later is edited into it. */
const PAGE_WAIT_MS = 1000;

const NOWHERE = { kind: 'nowhere' } as const;
const OBSOLETE = { kind: 'obsolete' } as const;

/** Works out what a message says and where it goes, from the record as it stands now. */
export async function composePost(
  item: Exclude<WatchItem, { kind: 'whisper' }>,
  record: WatchRecord,
  stop: Stop,
  dependencies: ComposeDependencies,
): Promise<Composed> {
  switch (item.kind) {
    case 'card':
      return composeCard(item, record, dependencies);
    case 'note':
      return await composeNote(item, record, stop, dependencies);
    case 'alert':
      return await composeAlert(item, record, stop, dependencies);
    case 'condition-alert': {
      if (await isOver(item, record, dependencies)) return OBSOLETE;
      const link = await cardLink(record, dependencies);
      const message = conditionAlertMessage(record, item, link, dependencies.around);
      return await toOncall(message, stop, dependencies, record);
    }
    case 'alert-details': {
      const message = alertDetailsMessage(record);
      return inThread(await dependencies.deliveries.alert(record.id), message);
    }
    case 'condition-alert-over': {
      const alert = await dependencies.deliveries.alert(record.id, item.spell);
      return inThread(alert, conditionOverMessage(record, item));
    }
    default:
      return item satisfies never;
  }
}

/** The same for what concerns the bot as a whole. */
export async function composeFault(
  item: FaultItem,
  stop: Stop,
  dependencies: ComposeDependencies,
): Promise<Composed> {
  switch (item.kind) {
    case 'fault':
      return await toOncall(faultMessage(item), stop, dependencies);
    case 'fault-over': {
      const alert = await dependencies.deliveries.faultAlert(item.fault, item.since);
      return inThread(alert, faultOverMessage(item));
    }
    default:
      return item satisfies never;
  }
}

/** Whether a condition's alert need not be told any more. */
export async function isOver(
  item: Extract<WatchItem, { kind: 'condition-alert' }>,
  { conditions }: WatchRecord,
  { outboxes }: Pick<ComposeDependencies, 'outboxes'>,
): Promise<boolean> {
  if (conditions[item.condition]?.number === item.spell) return false;
  // One that may stand already has to be found, or its end could not be told.
  return !(await outboxes.isClaimed(item));
}

/** The same for what tells of many watches. */
export async function composeStorm(
  item: StormItem,
  stop: Stop,
  dependencies: ComposeDependencies,
): Promise<Composed> {
  const ageMs = Math.abs(dependencies.now() - item.at);
  const isClaimed = await dependencies.outboxes.isClaimed(item);
  if (ageMs < PAGE_WAIT_MS && !isClaimed) return { kind: 'early', afterMs: PAGE_WAIT_MS - ageMs };
  const message = await composePage(item, dependencies);
  return message ? await toOncall(message, stop, dependencies) : OBSOLETE;
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

async function composeNote(
  { cardKey, note }: Extract<WatchItem, { kind: 'note' }>,
  record: WatchRecord,
  stop: Stop,
  dependencies: ComposeDependencies,
): Promise<Composed> {
  const card = cardOf(record, cardKey);
  if (!card) return OBSOLETE;
  const { channel } = card;
  const message = noteMessage(record, note);
  if (stop === 'thread') {
    const posted = await dependencies.deliveries.card(record.id, cardKey);
    if (!posted || posted.isLost) return NOWHERE;
    return { kind: 'post', place: { channel, threadTs: posted.ts }, message };
  }
  if (stop === 'channel') return { kind: 'post', place: { channel }, message };
  return await elsewhere(message, channel, stop, card.askedBy, dependencies);
}

async function composeAlert(
  item: Extract<WatchItem, { kind: 'alert' }>,
  record: WatchRecord,
  stop: Stop,
  dependencies: ComposeDependencies,
): Promise<Composed> {
  const link = await cardLink(record, dependencies);
  const ageMs = Math.abs(dependencies.now() - item.at);
  if (!link && ageMs < LINK_WAIT_MS && (await isCardAwaited(record, dependencies))) {
    return { kind: 'early', afterMs: LINK_AGAIN_MS };
  }
  const message = alertMessage(record, link, dependencies.around);
  return await toOncall(message, stop, dependencies, record);
}

/** @param about whose askers are told where no channel takes it */
async function toOncall(
  message: Message,
  stop: Stop,
  dependencies: ComposeDependencies,
  about?: WatchRecord,
): Promise<Composed> {
  const channel = dependencies.oncallChannel;
  if (stop === 'oncall') return { kind: 'post', place: { channel }, message };
  const asker = about && (activeCards(about)[0] ?? about.cards[0])?.askedBy;
  return await elsewhere(message, channel, stop, asker, dependencies);
}

async function elsewhere(
  message: Message,
  refusedChannel: string,
  stop: Stop,
  asker: string | undefined,
  { fallbackChannel, writer }: ComposeDependencies,
): Promise<Composed> {
  const said = saidElsewhere(message, refusedChannel);
  if (stop === 'fallback' && fallbackChannel) {
    return { kind: 'post', place: { channel: fallbackChannel }, message: said };
  }
  if (stop !== 'direct' || !asker) return NOWHERE;
  const opened = await writer.openDirect(asker);
  return opened.kind === 'opened'
    ? { kind: 'post', place: { channel: opened.channel }, message: said }
    : opened;
}

function inThread(
  parent: { readonly channel: string; readonly ts: string } | undefined,
  message: Message | undefined,
): Composed {
  if (!parent || !message) return OBSOLETE;
  return { kind: 'post', place: { channel: parent.channel, threadTs: parent.ts }, message };
}

/** Whether a card is still to be posted. One that was deleted is not waited for. */
async function isCardAwaited(
  record: WatchRecord,
  { deliveries }: ComposeDependencies,
): Promise<boolean> {
  for (const { key, opened, stopped } of record.cards) {
    if (opened && !stopped && !(await deliveries.card(record.id, key))) return true;
  }
  return false;
}
