import { describe, expect, it } from 'vitest';
import { noteMessage } from '../../../src/slack/messages/note.ts';
import type { Note } from '../../../src/watch/outbox-item.ts';
import { stopCard } from '../../../src/watch/stop-card.ts';
import type { WatchRecord } from '../../../src/watch/watch-record.ts';
import {
  backup,
  begun,
  failure,
  GIB,
  MINUTE,
  play,
  SERVER_ID,
  START,
  seen,
  snapshotReading,
  steadily,
} from '../../watch/build-record.ts';
import { read } from './read-message.ts';

const started: Note = { kind: 'started', at: START, askedBy: 'U0ALICE', progress: {} };
const ended: Note = { kind: 'ended', at: START };

function said(record: WatchRecord, note: Note): string {
  const message = noteMessage(record, note);
  expect(read(message)).toBe(message.text);
  return message.text;
}

describe('a note', () => {
  it('opens the thread with who asked, since when it runs, and how far it is', () => {
    const progress = { percent: 42.5, doneBytes: 4.2 * GIB, totalBytes: 10 * GIB };
    expect(said(seen({ startedAt: START }), { ...started, progress })).toMatch(
      /^👀 Watching for <@U0ALICE>\. Azure started it <!date\^1893553445\^[^>]+>\. Now at 42 %, 4\.2 of 10 GiB\.$/,
    );
  });

  it('opens it with as much as is known', () => {
    expect(said(begun(), started)).toBe('👀 Watching for <@U0ALICE>.');
  });

  it('tells of a milestone with its speed', () => {
    const note: Note = {
      kind: 'milestone',
      at: START,
      milestone: 50,
      progress: { percent: 52.7, doneBytes: 53 * GIB, totalBytes: 100 * GIB },
      bytesPerSecond: 12 * 1024 ** 2,
    };
    expect(said(seen(), note)).toBe('📈 Past 50 %, now at 52 %, 53 of 100 GiB, 12 MiB/s.');
    const { bytesPerSecond: _unknown, ...slow } = note;
    expect(said(seen(), slow)).toBe('📈 Past 50 %, now at 52 %, 53 of 100 GiB.');
  });

  it.each([
    ['Succeeded', '✅ Backup and export of srv1 succeeded after 1 min.'],
    ['Canceled', '🚫 Backup and export of srv1 was canceled after 1 min.'],
    ['Failed', '❌ Backup and export of srv1 failed after 1 min: NoSpace: a &lt; b'],
  ])('tells that it ended with %s', (status, words) => {
    const { record } = play(begun(), [
      [
        0,
        snapshotReading({
          status,
          serverId: SERVER_ID,
          startedAt: START - MINUTE,
          work: { kind: 'backup' },
          error: [{ depth: 0, code: 'NoSpace', message: 'a < b' }],
        }),
      ],
    ]);
    expect(said(record, ended)).toBe(words);
  });

  it('tells that Azure no longer keeps the result', () => {
    const { record } = play(
      seen({ work: backup(1, 2), serverId: SERVER_ID }),
      steadily(failure('not-found'), { from: MINUTE, to: 12 * MINUTE }),
    );
    expect(said(record, ended)).toMatch(
      /^❔ Backup and export of srv1: Azure no longer keeps the result; last seen at 50 %, 1 of 2 B, <!date\^/,
    );
  });

  it('tells who stopped, and that the operation goes on', () => {
    const stopped = stopCard(seen(), 'C0DBA', 'U0BOB', START);
    const [item] = stopped?.outbox ?? [];
    if (!stopped || item?.kind !== 'note') throw new Error('Nothing was told');
    expect(said(stopped.record, item.note)).toBe(
      '⏹️ <@U0BOB> stopped watching here. The operation itself goes on.',
    );
  });
});
