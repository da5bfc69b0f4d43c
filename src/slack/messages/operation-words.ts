import { type Progress, progressOf } from '../../watch/progress.ts';
import type { Snapshot } from '../../watch/snapshot.ts';
import type { WatchRecord } from '../../watch/watch-record.ts';
import { bytes, bytesOf, percent } from './figures.ts';
import { bounded } from './text.ts';

/** What the operation does, in plain words. */
function kindOf(snapshot: Snapshot | undefined): string {
  if (!snapshot) return 'Operation';
  const { kind } = snapshot.work;
  switch (kind) {
    case 'backup':
      return 'Backup and export';
    case 'import':
      return 'Import from storage';
    case 'other':
      return 'Operation';
    default:
      return kind satisfies never;
  }
}

/** The last part of a server's ARM id: its name. */
export function serverName(snapshot: Snapshot | undefined): string | undefined {
  const name = snapshot?.serverId?.split('/').at(-1);
  return name ? bounded(name, 80) : undefined;
}

/** `Backup and export of srv1`, not escaped. Without a server, the operation's id stands for it. */
export function titleOf(record: WatchRecord): string {
  const snapshot = record.latest?.snapshot;
  const name = serverName(snapshot);
  const kind = kindOf(snapshot);
  return name ? `${kind} of ${name}` : `${kind} ${bounded(record.reference.operationId, 60)}`;
}

/** `42 %, 4.2 of 10 GiB`, or as much of it as Azure told; empty where it told nothing. */
export function progressWords(progress: Progress): string {
  const { percent: value, doneBytes, totalBytes } = progress;
  return [
    value !== undefined && percent(value),
    doneBytes !== undefined &&
      (totalBytes === undefined ? bytes(doneBytes) : bytesOf(doneBytes, totalBytes)),
  ]
    .filter((part) => part !== false)
    .join(', ');
}

/** Where it stood when it was last seen, without its time; not escaped. */
export function lastSeenWords({ latest }: WatchRecord): string {
  if (!latest) return 'never';
  return progressWords(progressOf(latest.snapshot)) || bounded(latest.snapshot.status, 60);
}

/** Code and message of Azure's error, in one line, not escaped; undefined where there is none. */
export function errorLine(snapshot: Snapshot | undefined): string | undefined {
  const top = snapshot?.error?.[0];
  const line = [top?.code, top?.message].filter((part) => part !== undefined).join(': ');
  return line || undefined;
}

/** The whole error tree as indented lines, not escaped. */
export function errorTree(snapshot: Snapshot | undefined): string {
  return (snapshot?.error ?? [])
    .map(({ depth, code, message }) => {
      const line = [code, message].filter((part) => part !== undefined).join(': ');
      return `${'  '.repeat(depth)}${depth > 0 ? '- ' : ''}${line}`;
    })
    .join('\n');
}
