import type { PagerLink, PagerMessage } from '../../pagers/pager.ts';
import type { DeliveryStore, PostedAlert } from '../../redis/delivery-store.ts';
import type { DigestStore } from '../../redis/digest-store.ts';
import { conditionWords } from '../../slack/messages/condition-alert.ts';
import type { MessageContext } from '../../slack/messages/message.ts';
import { itemId } from '../../watch/item-names.ts';
import { locationName } from '../../watch/locations.ts';
import type { PagerItem } from '../../watch/outbox-item.ts';
import { pagerActionOf } from '../../watch/pager-event.ts';
import { pagerCause, pagerSeverity } from '../../watch/pager-events.ts';
import { progressAtEnd } from '../../watch/progress.ts';
import type { WatchRecord } from '../../watch/watch-record.ts';
import { causeLine, causeOfRecord } from '../../words/cause-words.ts';
import { fullTitle, serverNameOf } from '../../words/operation-words.ts';
import { verdictSentence } from '../../words/verdict-sentence.ts';
import { asPlain, type Words } from '../../words/words.ts';
import { cardLink } from '../card-link.ts';
import { forOncall } from '../for-oncall.ts';

export interface ComposePagerMessageDependencies {
  readonly deliveries: DeliveryStore;
  readonly digests: DigestStore;
  readonly around: MessageContext;
}

/** An error that is longer is read in full in Slack. */
const LONGEST_REASON = 2000;
const LONGEST_SUMMARY = 1000;

/** What a pager is told of a watch as it stands now, and no more than the on-call channel is. */
export async function composePagerMessage(
  item: PagerItem,
  record: WatchRecord,
  dependencies: ComposePagerMessageDependencies,
): Promise<PagerMessage> {
  const { around } = dependencies;
  const { what, at } = item;
  const told = forOncall(record, around);
  const cause = causeOfRecord(told);
  const person = 'by' in what ? what.by : undefined;
  return {
    id: itemId(item),
    at,
    action: pagerActionOf(what),
    key: `mysqlop/${record.id}`,
    severity: pagerSeverity(what, told),
    cause: pagerCause(what, told),
    summary: asPlain(summaryOf(item, told), LONGEST_SUMMARY),
    operation: operationOf(told, around),
    reason: cause && causeLine(cause, LONGEST_REASON),
    by: person,
    until: 'until' in what ? what.until : undefined,
    done: 'done' in what ? what.done : undefined,
    links: await linksOf(item, told, dependencies),
  };
}

function summaryOf({ what }: PagerItem, record: WatchRecord): Words {
  if (what.kind === 'condition') {
    return [fullTitle(record), ': ', ...conditionWords(record, what)];
  }
  const { title, rest } = verdictSentence(record);
  const since = what.kind === 'recovered' ? [' Another try has succeeded.'] : [];
  return [title, ...rest, ...since];
}

function operationOf(record: WatchRecord, { subscriptionName }: MessageContext) {
  const { reference, latest } = record;
  return {
    id: reference.operationId,
    title: fullTitle(record),
    kind: latest?.snapshot.work.kind ?? 'other',
    subscriptionId: reference.subscriptionId,
    subscription: subscriptionName(reference.subscriptionId),
    location: locationName(reference.location),
    server: serverNameOf(record),
    percent: progressAtEnd(record).percent,
    startedAt: latest?.snapshot.startedAt,
    endedAt: latest?.snapshot.endedAt,
  };
}

async function linksOf(
  item: PagerItem,
  record: WatchRecord,
  dependencies: ComposePagerMessageDependencies,
): Promise<readonly PagerLink[]> {
  const { around } = dependencies;
  const alert = await alertOf(item, dependencies);
  const serverId = record.latest?.snapshot.serverId;
  return [
    ...link('alert', alert && around.messageLink(alert.channel, alert.ts)),
    ...link('card', await cardLink(record, dependencies)),
    ...link('portal', serverId && around.portalLink(serverId)),
  ];
}

function link(to: PagerLink['to'], url: string | undefined): readonly PagerLink[] {
  return url ? [{ to, url }] : [];
}

/** Where it is told in Slack, alone or together with others; undefined while it is not. */
export async function alertOf(
  { watchId, what }: PagerItem,
  { deliveries, digests }: Omit<ComposePagerMessageDependencies, 'around'>,
): Promise<PostedAlert | undefined> {
  const spell = what.kind === 'condition' ? what.spell : undefined;
  const alert = await deliveries.alert(watchId, spell);
  if (alert) return alert;
  const digest = await digests.digestOf(watchId, spell);
  return digest && (await deliveries.alertShown(digest));
}
