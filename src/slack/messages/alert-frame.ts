import type { ActionsBlockElement, KnownBlock } from '@slack/types';
import { durationMs, progressAtEnd } from '../../watch/progress.ts';
import { verdictOf, type WatchRecord } from '../../watch/watch-record.ts';
import { causeOfRecord, partsOf } from '../../words/cause-words.ts';
import { duration } from '../../words/figures.ts';
import { bytesWords, labelsOf, titleOf, workOf } from '../../words/operation-words.ts';
import { actions, context, header, linkButton } from './blocks.ts';
import { askerMarkup } from './markup.ts';
import type { MessageContext } from './message.ts';
import { idOf } from './operation-id.ts';
import { placeWords } from './place-words.ts';
import { literally } from './text.ts';

const ASKERS_NAMED = 5;
const LABELS_NAMED = 3;

/**
 * What every alert about a watch looks like: what happened, why and what to do; then the buttons, the facts in
 * short lines, and last the id.
 */
export function alertFrame(
  record: WatchRecord,
  shown: {
    readonly title: string;
    readonly why: readonly KnownBlock[];
    /** Who looks after it. */
    readonly taken?: readonly KnownBlock[];
    /** They stand before the links. */
    readonly buttons?: readonly ActionsBlockElement[];
    readonly cardLink: string | undefined;
    /** To name people in a new message is to call them. */
    readonly mentions: 'who asked' | 'nobody';
  },
  around: MessageContext,
): KnownBlock[] {
  const serverId = record.latest?.snapshot.serverId;
  const buttons = [
    ...(shown.buttons ?? []),
    ...linkButton('card', 'Open the card', shown.cardLink),
    ...linkButton('portal', 'Azure portal', serverId && around.portalLink(serverId)),
  ];
  const facts = [
    howFar(record),
    whereItRuns(record, around),
    shown.mentions === 'nobody' ? '' : askers(record),
  ].filter((line) => line);
  return [
    header(shown.title),
    ...shown.why,
    ...(shown.taken ?? []),
    ...(buttons.length > 0 ? [actions(buttons)] : []),
    context(facts.join('\n')),
    context(idOf(record)),
  ];
}

/** `52 of 120 GiB · after 31 min · hits 10 tables` */
function howFar(record: WatchRecord): string {
  const isKnown = ['failed', 'ended-otherwise', 'canceled'].includes(verdictOf(record));
  const took = isKnown ? durationMs(record) : undefined;
  const cause = causeOfRecord(record);
  const parts = cause && partsOf(cause);
  return [
    bytesWords(progressAtEnd(record)),
    took !== undefined && `after ${duration(took)}`,
    parts && `hits ${parts}`,
    cause && cause.others > 0 && `${cause.others} more in the thread`,
  ]
    .filter((part) => part)
    .join(' · ');
}

/** `Backup of srv1 · prod, East US` */
function whereItRuns(record: WatchRecord, around: MessageContext): string {
  const title = titleOf(record);
  const work = workOf(record);
  const others = labelsOf(record).slice(1, LABELS_NAMED);
  return [
    ...(title === work ? [] : [literally(work, 140)]),
    ...others.map((label) => literally(`“${label}”`, 140)),
    placeWords(record, around),
  ].join(' · ');
}

function askers({ cards }: WatchRecord): string {
  const askedBy = [...new Set(cards.map((card) => card.askedBy))];
  if (askedBy.length === 0) return 'asked in private';
  const named = askedBy.slice(0, ASKERS_NAMED).map(askerMarkup);
  const more = askedBy.length - named.length;
  return `asked by ${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
