import { describe, expect, it } from 'vitest';
import {
  conditionAlertMessage,
  conditionOverMessage,
} from '../../../src/slack/messages/condition-alert.ts';
import { unescaped } from '../../../src/slack/unescaped.ts';
import { type ConditionName, isLive, type WatchRecord } from '../../../src/watch/watch-record.ts';
import { channelNamed, userNamed, watchNamed } from '../../names.ts';
import {
  begun,
  blind,
  failure,
  MINUTE,
  play,
  REFERENCE,
  SERVER_ID,
  START,
  seen,
  snapshotReading,
  stalled,
  steadily,
} from '../../watch/build-record.ts';
import { AROUND, buttons, foreignMarkup, markup, read } from './read-message.ts';

const LINK = 'https://slack.example.com/archives/C0DBA/p1';
const BACKUP = { percent: 61, serverId: SERVER_ID, work: { kind: 'backup' } } as const;
const owner = { watchId: watchNamed('w1-1'), at: START, spell: 1 };

function alertOf(record: WatchRecord, condition: ConditionName, link?: string) {
  const since = (isLive(record) && record.conditions[condition]?.since) || START;
  return conditionAlertMessage(
    record,
    { kind: 'condition-alert', ...owner, condition, since },
    link,
    AROUND,
  );
}

function overOf(record: WatchRecord, condition: ConditionName): string {
  const over = conditionOverMessage(record, { kind: 'condition-alert-over', ...owner, condition });
  expect(read(over)).toBe(unescaped(over.text));
  return over.text;
}

describe('the alert of a condition', () => {
  it('says that an operation can’t be read, since when, why, and where it was last seen', () => {
    const alert = alertOf(blind(BACKUP, 'Azure did not answer within 10 s.'), 'blind', LINK);
    expect(alert.text).toMatch(
      /^🙈 Backup of srv1: I have not been able to read it since <!date\^1893553505\^[^>]+>\. Azure did not answer within 10 s\. Last seen: 61 %\. This says nothing about the operation itself; I keep looking\.$/,
    );
    expect(read(alert)).toContain("🙈 Backup of srv1 can't be read");
  });

  it('says that an operation does not move, since when, and where it stands', () => {
    const alert = alertOf(stalled(BACKUP), 'stalled');
    expect(alert.text).toMatch(
      /^🐢 Backup of srv1: No progress since <!date\^1893553445\^[^>]+>; it stands at 61 %\. Azure still calls it running\.$/,
    );
    expect(read(alert)).toContain('🐢 Backup of srv1 does not move');
  });

  it('says that an operation is overdue, and when it was expected to end', () => {
    const alert = alertOf(seen(BACKUP), 'overdue');
    expect(alert.text).toMatch(
      /^⏰ Backup of srv1: It was expected to end <!date\^1893553445\^[^>]+>; it stands at 61 %\. Azure still calls it running\.$/,
    );
    expect(read(alert)).toContain('⏰ Backup of srv1 is overdue');
  });

  it('never says that anything failed', () => {
    for (const alert of [alertOf(blind(), 'blind'), alertOf(stalled(), 'stalled')]) {
      expect(`${alert.text} ${read(alert)}`).not.toMatch(/fail/i);
    }
  });

  it('calls nobody, neither on-call nor who asked', () => {
    for (const alert of [alertOf(blind(), 'blind'), alertOf(stalled(), 'stalled')]) {
      expect(markup(alert).join('\n')).not.toMatch(/<[@!](?!date)/);
    }
  });

  it('says where, what it is for, and leads to the card and to the server', () => {
    const record = play(
      seen(
        BACKUP,
        begun({
          channel: channelNamed('C0DBA'),
          askedBy: userNamed('U0ALICE'),
          label: 'nightly <3',
        }),
      ),
      steadily(failure('transient'), { from: MINUTE, to: 11 * MINUTE }),
    ).record;
    const alert = alertOf(record, 'blind', LINK);
    expect(read(alert)).toContain("🙈 nightly <3 can't be read");
    expect(read(alert)).toContain('Backup of srv1 · prod, West Europe');
    expect(read(alert)).toMatch(new RegExp(`${REFERENCE.operationId}$`));
    expect(buttons(alert)['Open the card']?.url).toBe(LINK);
    expect(buttons(alert)['Azure portal']?.url).toContain(SERVER_ID);
  });

  it('does without a link and without having seen the operation', () => {
    const failed = steadily(failure('forbidden'), { from: 0, to: 10 * MINUTE });
    const alert = alertOf(play(begun(), failed).record, 'blind');
    expect(alert.text).toContain('Last seen: never.');
    expect(buttons(alert)).toEqual({});
  });

  it('pings nobody by what comes from outside', () => {
    const evil = '<!channel> <@U0BOB> &';
    const record = blind({ serverId: `/x/${evil}`, status: evil }, evil);
    expect(markup(alertOf(record, 'blind')).flatMap(foreignMarkup)).toEqual([]);
  });
});

describe('the end of a condition, in its alert’s thread', () => {
  const again = [[16 * MINUTE, snapshotReading({ ...BACKUP, percent: 62 })]] as const;

  it.each([
    ['blind', () => blind(BACKUP), '👌 I can read it again. Backup of srv1: 62 %'],
    ['stalled', () => stalled(BACKUP), '👌 It moves again. Backup of srv1: 62 %'],
    ['overdue', () => seen(BACKUP), '👌 It is no longer overdue. Backup of srv1: 62 %'],
  ] as const)('says that it is no longer %s, and how far it is', (condition, before, words) => {
    expect(overOf(play(before(), again).record, condition)).toBe(words);
  });

  it('says how it ended instead, where it has ended', () => {
    const end = snapshotReading({ ...BACKUP, status: 'Succeeded' });
    expect(overOf(play(stalled(BACKUP), [[16 * MINUTE, end]]).record, 'stalled')).toBe(
      '✅ Backup of srv1 succeeded.',
    );
  });

  it('says what else is odd by then', () => {
    const { record } = play(blind(BACKUP), [[16 * MINUTE, snapshotReading(BACKUP)]]);
    const still = steadily(snapshotReading(BACKUP), { from: 16 * MINUTE, to: 31 * MINUTE });
    expect(overOf(play(record, still).record, 'blind')).toMatch(
      /; no progress since <!date\^\d+[^>]+>$/,
    );
  });
});
