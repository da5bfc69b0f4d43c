import type { Progress } from '../watch/progress.ts';
import { progressOf } from '../watch/progress.ts';
import type { Snapshot } from '../watch/snapshot.ts';
import { activeCards, type Card } from '../watch/watch-card.ts';
import { isLive, type WatchRecord } from '../watch/watch-record.ts';
import { bytes, bytesOf, percent } from './figures.ts';
import { bounded, oneLine } from './plain-text.ts';

const LABEL_MOST = 100;

/** What the operation is, and how its server follows: `Backup` `of`. */
function kindOf(snapshot: Snapshot | undefined): { readonly kind: string; readonly on: string } {
  const kind = snapshot?.work.kind ?? 'other';
  switch (kind) {
    case 'backup':
      return { kind: 'Backup', on: 'of' };
    case 'import':
      return { kind: 'Import', on: 'into' };
    case 'other':
      return { kind: 'Operation', on: 'on' };
    default:
      return kind satisfies never;
  }
}

/** The last part of a server's ARM id: its name. */
function serverName(snapshot: Snapshot | undefined): string | undefined {
  const name = snapshot?.serverId?.split('/').at(-1);
  return name ? bounded(oneLine(name), 80) || undefined : undefined;
}

/** The name of the server that it is about; undefined where Azure names none. */
export function serverNameOf({ latest }: WatchRecord): string | undefined {
  return serverName(latest?.snapshot);
}

/** Of a GUID as much as tells it from the few others that anybody has before their eyes. */
function shortId(operationId: string): string {
  const [, start] = /^([0-9a-f]{8})-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i.exec(operationId) ?? [];
  return start ?? bounded(oneLine(operationId), 60);
}

/** `Backup of srv1`, not escaped. Without a server, the beginning of the operation's id stands for it. */
export function workOf(record: WatchRecord): string {
  const snapshot = record.latest?.snapshot;
  const name = serverName(snapshot);
  const { kind, on } = kindOf(snapshot);
  return name ? `${kind} ${on} ${name}` : `${kind} ${shortId(record.reference.operationId)}`;
}

/** What people call it, each name once: first those of who still watches it. */
export function labelsOf(record: WatchRecord): readonly string[] {
  const cards = [...activeCards(record), ...record.cards];
  return [...new Set(cards.flatMap((card) => labelOf(card) ?? []))];
}

function labelOf({ label }: Pick<Card, 'label'>): string | undefined {
  return label && (bounded(oneLine(label), LABEL_MOST) || undefined);
}

/** What it is called, not escaped: by its label where it has one, else `Backup of srv1`. */
export function titleOf(record: WatchRecord, card?: Pick<Card, 'label'>): string {
  const label = card ? labelOf(card) : labelsOf(record)[0];
  return label ?? workOf(record);
}

/** The same with what it does, for where the title stands alone: `nightly export (backup of srv1)`. */
export function fullTitle(record: WatchRecord, card?: Pick<Card, 'label'>): string {
  const title = titleOf(record, card);
  const work = workOf(record);
  return title === work ? work : `${title} (${work.charAt(0).toLowerCase()}${work.slice(1)})`;
}

/** `42 %, 4.2 of 10 GiB`, or as much of it as Azure told; empty where it told nothing. */
export function progressWords(progress: Progress): string {
  const { percent: value } = progress;
  return [value !== undefined && percent(value), bytesWords(progress)]
    .filter((part) => part)
    .join(', ');
}

/** `4.2 of 10 GiB`, or as much of it as Azure told. */
export function bytesWords({ doneBytes, totalBytes }: Progress): string | undefined {
  if (doneBytes === undefined) return undefined;
  return totalBytes ? bytesOf(doneBytes, totalBytes) : bytes(doneBytes);
}

/** Where it stood when it was last seen, without its time; not escaped. */
export function lastSeenWords({ latest }: WatchRecord): string {
  if (!latest) return 'never';
  return progressWords(progressOf(latest.snapshot)) || statusOf(latest.snapshot);
}

/** Azure's own word for how it stands; not escaped. */
export function statusOf({ status }: Snapshot): string {
  return bounded(oneLine(status), 60) || '…';
}

/**
 * That Azure has ended it, and under which word: for where that means neither success nor failure; not escaped.
 */
export function oddEndWords({ latest }: WatchRecord): string {
  const word = `“${latest ? statusOf(latest.snapshot) : ''}”`;
  return latest?.snapshot.endedAt === undefined
    ? `Azure calls it ${word}, which sounds like an end`
    : `Azure gives it an end and calls it ${word}`;
}

/** Why it ended so where that was no word of Azure's; not escaped. */
export function explanationOf(record: WatchRecord): string | undefined {
  if (isLive(record)) return undefined;
  return 'explanation' in record.ending ? record.ending.explanation : undefined;
}
