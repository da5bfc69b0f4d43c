import { describe, expect, it } from 'vitest';
import type { Message } from '../../../src/slack/messages/message.ts';
import { noteMessage } from '../../../src/slack/messages/note.ts';
import { unescaped } from '../../../src/slack/unescaped.ts';
import type { Note } from '../../../src/watch/outbox-item.ts';
import { stopCard } from '../../../src/watch/stop-card.ts';
import type { WatchRecord } from '../../../src/watch/watch-record.ts';
import { channelNamed, userNamed } from '../../names.ts';
import {
  abandoned,
  begun,
  endedOtherwise,
  failure,
  GIB,
  gone,
  HOUR,
  MINUTE,
  POLICY,
  play,
  SERVER_ID,
  START,
  seen,
  snapshotReading,
  steadily,
} from '../../watch/build-record.ts';
import { read } from './read-message.ts';

const NAME = 'Operation aaaaaaaa';
const spell = { spell: 1, since: START + MINUTE };
const ended: Note = { kind: 'ended', at: START };

function noted(record: WatchRecord, note: Note): Message {
  const [card] = record.cards;
  if (!card) throw new Error('It has no card');
  return noteMessage(record, note, card);
}

function said(record: WatchRecord, note: Note): string {
  const message = noted(record, note);
  expect(read(message)).toBe(unescaped(message.text));
  return message.text;
}

describe('a note', () => {
  it('tells an end that is neither success nor failure', () => {
    expect(said(endedOtherwise(), ended)).toMatch(
      /^❗ .*: Azure gives it an end and calls it “PartiallySucceeded”.*please look\.$/,
    );
  });

  it('tells of a milestone with its speed', () => {
    const note: Note = {
      kind: 'milestone',
      at: START,
      milestone: 50,
      progress: { percent: 52.7, doneBytes: 53 * GIB, totalBytes: 100 * GIB },
      bytesPerSecond: 12 * 1024 ** 2,
    };
    expect(said(seen(), note)).toBe(`📈 ${NAME}: past 50 %, now at 52 %, 53 of 100 GiB, 12 MiB/s.`);
    const { bytesPerSecond: _unknown, ...slow } = note;
    expect(said(seen(), slow)).toBe(`📈 ${NAME}: past 50 %, now at 52 %, 53 of 100 GiB.`);
  });

  it.each([
    ['Succeeded', '✅ Backup of srv1 succeeded after 1 min.'],
    ['Canceled', '🚫 Backup of srv1 was canceled after 1 min.'],
    ['Failed', '❌ Backup of srv1 failed after 1 min: NoSpace: a &lt; b'],
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
    const record = gone({ percent: 61, work: { kind: 'backup' }, serverId: SERVER_ID });
    expect(said(record, ended)).toMatch(
      /^❔ Backup of srv1: Azure no longer keeps the result; last seen at 61 %, <!date\^1893553445\^[^>]+>\.$/,
    );
  });

  it('tells Azure’s word where there is no figure of when it was last seen', () => {
    expect(said(gone({ status: 'Pending', serverId: SERVER_ID }), ended)).toMatch(
      /last seen as Pending, <!date/,
    );
  });

  it('tells that the watch is given up, that the operation may go on, and how to watch on', () => {
    const record = abandoned({ percent: 61, serverId: SERVER_ID });
    expect(said(record, ended)).toMatch(
      /^⌛ Operation on srv1: I stopped watching after 1 h, before it ended; last seen at 61 %, <!date[^>]+>\. The operation may still be running: press \*Watch again\* on its card to go on, or ask with `\/mysqlop watch`\.$/,
    );
  });

  it('tells of one that was given up and never seen', () => {
    const failed = steadily(failure('forbidden'), { from: 0, to: HOUR });
    const { record } = play(begun(), failed, { ...POLICY, watchForMs: HOUR });
    expect(said(record, ended)).toContain('before it ended; never seen.');
  });

  it.each([
    [
      'blind',
      /^🙈 Operation aaaaaaaa: I have not been able to read it since <!date\^1893553505\^[^>]+>\. No answer\. This says nothing about the operation itself; I keep looking\.$/,
    ],
    [
      'stalled',
      /^🐢 Operation aaaaaaaa: no progress since <!date\^1893553505\^[^>]+>\. Azure still calls it running\.$/,
    ],
    [
      'overdue',
      /^⏰ Operation aaaaaaaa: it was expected to end <!date\^1893553505\^[^>]+>\. Azure still calls it running\.$/,
    ],
  ] as const)('tells that it is %s', (condition, words) => {
    const note: Note = { ...spell, kind: 'condition', condition, at: START };
    expect(said(seen(), { ...note, explanation: 'No answer' })).toMatch(words);
  });

  it('tells that it can’t be read, though nobody knows why', () => {
    expect(said(seen(), { ...spell, kind: 'condition', condition: 'blind', at: START })).toMatch(
      />\. This says nothing/,
    );
  });

  it('quotes why it can’t be read as plain words', () => {
    const explanation = '<!channel> & *all*';
    const note: Note = { ...spell, kind: 'condition', condition: 'blind', at: START, explanation };
    expect(noted(seen(), note).text).toContain('`&lt;!channel&gt; &amp; *all*.`');
    expect(read(noted(seen(), note))).toContain('<!channel> & *all*.');
  });

  it.each([
    ['blind', 'seen again, 3 min later, 61 %.', 'seen again, 3 min later.'],
    ['stalled', 'it moves again, after 3 min; now at 61 %.', 'it moves again, after 3 min.'],
    ['overdue', 'no longer overdue; now at 61 %.', 'no longer overdue.'],
  ] as const)('tells that it is no longer %s, and how far it is', (condition, far, unknown) => {
    const note: Note = {
      ...spell,
      kind: 'condition-over',
      condition,
      at: spell.since + 3 * MINUTE,
      progress: { percent: 61.4 },
    };
    expect(said(seen(), note)).toBe(`👌 ${NAME}: ${far}`);
    expect(said(seen(), { ...note, progress: {} })).toBe(`👌 ${NAME}: ${unknown}`);
  });

  it('does not count backwards where the clock was set', () => {
    const over: Note = {
      ...spell,
      kind: 'condition-over',
      condition: 'blind',
      at: 0,
      progress: {},
    };
    expect(said(seen(), over)).toBe(`👌 ${NAME}: seen again, 0 s later.`);
  });

  it('tells who stopped, and that the operation goes on', () => {
    const stopped = stopCard(seen(), channelNamed('C0DBA'), userNamed('U0BOB'), START);
    const [item] = stopped?.outbox ?? [];
    if (!stopped || item?.kind !== 'note') throw new Error('Nothing was told');
    expect(said(stopped.record, item.note)).toBe(
      `⏹️ ${NAME}: <@U0BOB> stopped watching here. The operation itself goes on.`,
    );
  });
});
