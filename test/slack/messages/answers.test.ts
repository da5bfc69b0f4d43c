import { describe, expect, it } from 'vitest';
import { parseCommand, USAGE } from '../../../src/slack/commands/parse-command.ts';
import { type Answer, answerMessage } from '../../../src/slack/messages/answers.ts';
import {
  backup,
  begun,
  blind,
  DAY,
  failure,
  GIB,
  play,
  REFERENCE,
  SERVER_ID,
  START,
  seen,
  snapshotReading,
  stalled,
} from '../../watch/build-record.ts';
import { foreignMarkup, markup, read } from './read-message.ts';

const ID = REFERENCE.operationId;
const LINK = 'https://slack.example.com/archives/C0DBA/p1';
const record = seen({ percent: 42, serverId: SERVER_ID, work: backup(4.2 * GIB, 10 * GIB) });

function said(answer: Answer): string {
  return answerMessage(answer).text;
}

function typed(text: string): string {
  const command = parseCommand(text);
  if (command.kind !== 'unknown' && command.kind !== 'incomplete' && command.kind !== 'help') {
    throw new Error(`${text} is a command`);
  }
  return said(command);
}

describe('the answer', () => {
  it.each(['begun', 'joined'] as const)(
    'to a watch that is %s says when its card comes',
    (kind) => {
      expect(said({ kind, reference: REFERENCE })).toBe(
        `👀 Watching \`${ID}\` in westeurope. Its card appears here as soon as Azure shows it.`,
      );
    },
  );

  it('to a second wish links to the card that stands', () => {
    expect(said({ kind: 'stands', record, askedBy: 'U0BOB', link: LINK })).toContain(
      `<${LINK}|Backup and export of srv1>`,
    );
    expect(said({ kind: 'stands', record, askedBy: 'U0BOB', link: undefined })).toContain(
      'Backup and export of srv1',
    );
  });

  it('that refuses says why', () => {
    expect(said({ kind: 'refused', explanation: 'Not <here>.' })).toBe('🙅 Not &lt;here&gt;.');
  });

  it('that takes a while says where is being looked', () => {
    const places = ['westeurope', 'East US'];
    const found = Promise.resolve({ kind: 'refused', explanation: '' } as const);
    expect(said({ kind: 'searching', operationId: ID, places, found })).toBe(
      `🔎 Looking for \`${ID}\` in westeurope, East US …`,
    );
  });

  it('to a stop says that the operation goes on', () => {
    expect(said({ kind: 'stopped', record })).toBe(
      '⏹️ Backup and export of srv1 is no longer watched here. The operation itself goes on.',
    );
  });

  it('without Redis promises nothing', () => {
    expect(said({ kind: 'no-answer' })).toMatch(/^🙅 Sorry.*Redis.*ask again/s);
  });

  it('pings nobody by what comes from outside', () => {
    const evil = '<!channel> &';
    const found = Promise.resolve({ kind: 'refused', explanation: '' } as const);
    const reference = { subscriptionId: evil, location: evil, operationId: evil };
    const hostile = {
      ...seen({ serverId: `/x/${evil}`, status: evil }),
      reference,
      cards: [{ ...begun().cards[0], channel: 'C0DBA', label: evil }],
    } as typeof record;
    const answers: readonly Answer[] = [
      { kind: 'begun', reference },
      { kind: 'stands', record: hostile, askedBy: 'U0BOB', link: LINK },
      { kind: 'refused', explanation: evil },
      { kind: 'searching', operationId: evil, places: [evil], found },
      { kind: 'stopped', record: hostile },
      { kind: 'status', record: hostile },
      {
        kind: 'list',
        scope: 'all',
        watches: [{ record: hostile, channel: 'C0DBA', link: LINK }],
        total: 1,
      },
      { kind: 'unknown', typed: evil, meant: evil },
      { kind: 'incomplete', problem: evil, usage: evil },
    ];
    for (const answer of answers) {
      expect(markup(answerMessage(answer)).flatMap(foreignMarkup)).toEqual([]);
    }
  });
});

describe('the status', () => {
  it('is one sentence and Azure’s word', () => {
    const answer = answerMessage({ kind: 'status', record });
    expect(answer.text).toBe('⏳ Backup and export of srv1: 42 %, 4.2 of 10 GiB');
    expect(read(answer)).toContain('Azure says `InProgress`');
  });

  it('of an ended operation says how it ended', () => {
    const failed = play(begun(), [
      [0, snapshotReading({ status: 'Failed', error: [{ depth: 0, code: 'NoSpace' }] })],
    ]);
    expect(said({ kind: 'status', record: failed.record })).toBe(
      `❌ Operation ${ID} failed: NoSpace`,
    );
  });

  it('that can’t be read says why, and nothing about the operation', () => {
    const unread = play(begun(), [[0, failure('forbidden', { explanation: 'I lack Reader.' })]]);
    expect(said({ kind: 'status', record: unread.record })).toBe(
      "⚠️ I can't read it: I lack Reader.",
    );
  });
});

describe('the list', () => {
  const listed = { record, channel: 'C0DBA', link: LINK };

  it.each([
    ['here', 'Nothing is being watched here.'],
    ['mine', 'Nothing is being watched for you.'],
    ['all', 'Nothing is being watched anywhere.'],
  ] as const)('of %s may be empty', (scope, words) => {
    expect(said({ kind: 'list', scope, watches: [], total: 0 })).toBe(words);
  });

  it('links each watch to its card', () => {
    const answer = answerMessage({ kind: 'list', scope: 'here', watches: [listed], total: 1 });
    expect(answer.text).toBe('Being watched here: 1');
    expect(read(answer)).toContain(`• <${LINK}|Backup and export of srv1: 42 %, 4.2 of 10 GiB>`);
  });

  it('says in which channel, where that is not this one', () => {
    const all = answerMessage({ kind: 'list', scope: 'all', watches: [listed], total: 1 });
    expect(read(all)).toContain('in <#C0DBA>');
    const here = answerMessage({ kind: 'list', scope: 'here', watches: [listed], total: 1 });
    expect(read(here)).not.toContain('<#');
  });

  it('names a watch by the label of that channel’s card', () => {
    const labelled = seen({ serverId: SERVER_ID });
    const cards = labelled.cards.map((card) => ({ ...card, label: 'nightly' }));
    const watches = [{ record: { ...labelled, cards }, channel: 'C0DBA', link: undefined }];
    expect(
      read(answerMessage({ kind: 'list', scope: 'here', watches, total: watches.length })),
    ).toContain('• “nightly” Operation of srv1');
  });

  it.each([
    ['blind', () => blind({ percent: 61, serverId: SERVER_ID })],
    ['stalled', () => stalled({ percent: 61, serverId: SERVER_ID })],
    [
      'overdue',
      () => seen({ serverId: SERVER_ID, work: { kind: 'import', estimatedEndAt: START - DAY } }),
    ],
  ] as const)('links a watch that is %s, too, and says what is odd', (_condition, odd) => {
    const watches = [{ record: odd(), channel: 'C0DBA', link: LINK }];
    const text = read(answerMessage({ kind: 'list', scope: 'here', watches, total: 1 }));
    // Slack shows no date and no mention within a link.
    expect(text).toMatch(
      /• <https:[^|<>]+\|[^|<>]*(?:can't read|no progress for|overdue)[^|<>]*>$/,
    );
  });

  it('says how many more there are than fit', () => {
    const watches = Array.from({ length: 25 }, () => listed);
    const answer = answerMessage({ kind: 'list', scope: 'here', watches, total: 60 });
    expect(answer.text).toBe('Being watched here: 60');
    expect(read(answer)).toContain('… and 35 more');
    expect(answer.blocks.length).toBeLessThanOrEqual(50);
  });
});

describe('help', () => {
  it('shows every command', () => {
    const text = typed('help');
    for (const usage of Object.values(USAGE)) {
      expect(text).toContain(
        `\`/mysqlop ${usage.replaceAll('<', '&lt;').replaceAll('>', '&gt;')}\``,
      );
    }
  });

  it('is what an empty command gets', () => {
    expect(typed('')).toBe(typed('help'));
  });

  it('has its angle brackets escaped, as Slack wants them', () => {
    expect(foreignMarkup(typed('help'))).toEqual([]);
  });
});

describe('a slip', () => {
  it('gets the command that was probably meant', () => {
    expect(typed(`wacth ${ID} in westeurope`)).toBe(
      `🤔 I don't know \`wacth\`. Did you mean \`/mysqlop watch ${ID} in westeurope\`?`,
    );
  });

  it('gets help where nothing is near', () => {
    expect(typed('abracadabra')).toBe("🤔 I don't know `abracadabra`. Try `/mysqlop help`.");
  });

  it('that left a word out gets the right form', () => {
    expect(typed('watch')).toBe(
      '🤔 Which operation? Give the URL from the response header, or its id.\n' +
        '`/mysqlop watch &lt;operation&gt; [in &lt;location&gt;] [on &lt;subscription&gt;] [as &lt;label&gt;]`',
    );
  });
});
