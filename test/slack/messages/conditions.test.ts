import { describe, expect, it } from 'vitest';
import { cardMessage } from '../../../src/slack/messages/card.ts';
import {
  conditionAlertMessage,
  conditionOverMessage,
} from '../../../src/slack/messages/condition-alert.ts';
import { saidElsewhere } from '../../../src/slack/messages/elsewhere.ts';
import { faultMessage, faultOverMessage } from '../../../src/slack/messages/fault.ts';
import type { Message } from '../../../src/slack/messages/message.ts';
import { noteMessage } from '../../../src/slack/messages/note.ts';
import type { Note, OutboxItem } from '../../../src/watch/outbox-item.ts';
import type { WatchRecord } from '../../../src/watch/watch-record.ts';
import {
  backup,
  DAY,
  failure,
  GIB,
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
import { AROUND, buttons, foreignMarkup, markup, read } from './read-message.ts';

const AT_42 = {
  percent: 42,
  serverId: SERVER_ID,
  startedAt: START - HOUR,
  work: backup(4.2 * GIB, 10 * GIB),
} as const;
const LINK = 'https://slack.example.com/archives/C0DBA/p1';

const stalled = play(
  seen(AT_42),
  steadily(snapshotReading(AT_42), { from: MINUTE, to: 17 * MINUTE }),
);
const blind = play(
  seen(AT_42),
  steadily(failure('transient', { explanation: 'Azure could not answer just now (503).' }), {
    from: MINUTE,
    to: 12 * MINUTE,
  }),
);

function cardOf(record: WatchRecord): Message {
  const [card] = record.cards;
  if (!card) throw new Error('There is no card');
  return cardMessage(record, card, AROUND);
}

function alertOf(
  record: WatchRecord,
  condition: Extract<OutboxItem, { kind: 'condition-alert' }>['condition'],
): Message {
  const { number: spell = 1, since = START } = record.conditions[condition] ?? {};
  const item = { watchId: record.id, at: START, condition, spell, since };
  return conditionAlertMessage(record, { kind: 'condition-alert', ...item }, LINK, AROUND);
}

function said(record: WatchRecord, note: Note): string {
  return noteMessage(record, note).text;
}

describe('the card of a stalled operation', () => {
  it('says at a glance that it does not move, and since when', () => {
    const card = cardOf(stalled.record);
    expect(card.text).toMatch(/42 %, 4.2 of 10 GiB; no progress since <!date\^/);
    expect(read(card)).toMatch(/^🐢 Backup and export of srv1\n/);
    expect(read(card)).toMatch(/\*No progress since <!date\^.*\*. Azure still calls it running/);
  });

  it('foretells no end from a rate that has come to nothing', () => {
    expect(read(cardOf(stalled.record))).not.toMatch(/At this rate|\/s/);
  });

  it('looks as always again when it moves', () => {
    const moved = snapshotReading({ ...AT_42, percent: 43 });
    const { record } = play(stalled.record, [[18 * MINUTE, moved]]);
    expect(read(cardOf(record))).toMatch(/^⏳ /);
    expect(read(cardOf(record))).not.toContain('No progress');
  });
});

describe('the card of an operation that can’t be read', () => {
  it('says so, why, and that this says nothing about the operation', () => {
    const shown = read(cardOf(blind.record));
    expect(shown).toMatch(/^🙈 Backup and export of srv1\n/);
    expect(shown).toContain('Azure could not answer just now (503).');
    expect(shown).toContain('This says nothing about the operation itself');
    expect(shown).not.toContain('failed');
  });
});

describe('the card of a watch that was given up', () => {
  const { record } = play(seen(AT_42), [[MINUTE, snapshotReading(AT_42)]], {
    ...POLICY,
    watchForMs: 1,
  });

  it('says how far it was, that it may still run, and offers to go on', () => {
    const card = cardOf(record);
    expect(card.text).toMatch(
      /^⌛ Backup and export of srv1: given up after 1 min; last seen at 42 %/,
    );
    expect(read(card)).toContain('The operation may still run.');
    expect(Object.keys(buttons(card))).toContain('Watch on');
    expect(said(record, { kind: 'ended', at: START })).toContain('*Watch on*');
  });

  it('offers nothing where somebody had stopped it before', () => {
    const [card] = record.cards;
    const stopped = { ...record, cards: [{ ...card, stopped: { by: 'U0BOB', at: START } }] };
    const message = cardOf(stopped as WatchRecord);
    expect(Object.keys(buttons(message))).not.toContain('Watch on');
  });
});

describe('a note', () => {
  const spell = { at: START + 13 * MINUTE, spell: 1, since: START + 10 * MINUTE };

  it.each([
    ['blind', /^🙈 I have not been able to read it since <!date\^.*why\. This says nothing/],
    ['stalled', /^🐢 No progress since <!date\^.* Azure still calls it running\.$/],
    ['overdue', /^⏰ It should have ended <!date\^.* Azure still calls it running\.$/],
  ] as const)('tells that it is %s', (condition, words) => {
    const note = { kind: 'condition' as const, ...spell, condition, explanation: 'why' };
    expect(said(seen(AT_42), note)).toMatch(words);
  });

  it.each([
    ['blind', '👌 Seen again, 3 min later, 61 %.'],
    ['stalled', '👌 It moves again, 3 min later, 61 %.'],
    ['overdue', '👌 Azure gives it more time; now at 61 %.'],
  ] as const)('tells that it is no longer %s', (condition, words) => {
    const note = {
      kind: 'condition-over' as const,
      ...spell,
      condition,
      progress: { percent: 61 },
    };
    expect(said(seen(AT_42), note)).toBe(words);
  });
});

describe('an alert of a condition', () => {
  it.each([
    ['blind', blind.record, /can't be read\. I have not been able to read it since/],
    ['stalled', stalled.record, /does not move\. No progress since .*it stands at 42 %/],
    ['overdue', seen(AT_42), /is overdue\. It should have ended .*it stands at 42 %/],
  ] as const)('tells what is odd: %s', (condition, record, words) => {
    const alert = alertOf(record, condition);
    expect(alert.text).toMatch(words);
    expect(read(alert)).toContain('srv1');
    expect(Object.keys(buttons(alert))).toContain('Open the card');
  });

  it('mentions nobody and calls nothing failed', () => {
    for (const alert of [alertOf(blind.record, 'blind'), alertOf(stalled.record, 'stalled')]) {
      expect(markup(alert).join('\n')).not.toContain('<!subteam');
      expect(markup(alert).join('\n')).not.toContain('failed');
    }
  });

  it('is followed in its thread by how it went on', () => {
    const over = { watchId: 'w1-1', at: START, spell: 1 };
    const blindOver = {
      kind: 'condition-alert-over' as const,
      ...over,
      condition: 'blind' as const,
    };
    expect(conditionOverMessage(seen(AT_42), blindOver).text).toMatch(
      /^👌 I can read it again\. .*42 %/,
    );
    const ended = play(blind.record, [[DAY, snapshotReading({ ...AT_42, status: 'Succeeded' })]]);
    expect(conditionOverMessage(ended.record, blindOver).text).toMatch(/^✅ .*succeeded/);
  });
});

describe('what concerns the bot itself', () => {
  it('is said once for all watches, with what to do, and without blame for the operations', () => {
    const explanation = 'Azure refused the bot’s sign-in (AADSTS7000222). <!channel>';
    const message = faultMessage({ kind: 'fault', fault: 'sign-in', since: START, explanation });
    expect(message.text).toContain('AADSTS7000222');
    expect(message.text).toContain('This says nothing about the operations themselves');
    expect(markup(message).flatMap(foreignMarkup)).toEqual([]);
  });

  it('is said to be over, and how long it took', () => {
    const over = { kind: 'fault-over' as const, fault: 'sign-in' as const, since: START };
    expect(faultOverMessage({ ...over, at: START + 5 * MINUTE }).text).toContain('after 5 min');
  });
});

describe('a message that its own channel refuses', () => {
  it('says elsewhere where it belongs, in its notification too', () => {
    const message = saidElsewhere({ text: 'It failed.', blocks: [] }, 'C0DBA');
    expect(message.text).toBe("It failed. I can't post in <#C0DBA>, so I say it here.");
    expect(read(message)).toContain('<#C0DBA>');
  });
});
