import { describe, expect, it } from 'vitest';
import { USAGE } from '../../../src/slack/commands/command.ts';
import { parseCommand } from '../../../src/slack/commands/parse-command.ts';
import { type Answer, answerMessage } from '../../../src/slack/messages/answers.ts';
import { turnedTo } from '../../../src/slack/messages/list-page.ts';
import type { Message } from '../../../src/slack/messages/message.ts';
import { isLive } from '../../../src/watch/watch-record.ts';
import { verdictSentence } from '../../../src/words/verdict-sentence.ts';
import { channelNamed, userNamed } from '../../names.ts';
import {
  backup,
  begun,
  blind,
  DAY,
  failure,
  GIB,
  POLICY,
  play,
  REFERENCE,
  SERVER_ID,
  START,
  seen,
  snapshotReading,
  stalled,
} from '../../watch/build-record.ts';
import { afterReading } from '../../watch/live.ts';
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
      expect(said({ kind, reference: REFERENCE, record: begun() })).toBe(
        `👀 Watching \`${ID}\` in West Europe. Its card appears here as soon as Azure shows it.`,
      );
    },
  );

  it.each([
    [false, {}, /^👍 <@U0ALICE> was faster, and looks after it since /],
    [false, { until: START + DAY }, /^👍 <@U0ALICE> was faster, and has snoozed it until /],
    [false, { done: '' }, /^✅ <@U0ALICE> was done with it /],
    [true, {}, /^👍 You look after it already, since /],
    [true, { until: START + DAY }, /^👍 You have snoozed it already, until /],
    [true, { done: '' }, /^✅ You were done with it /],
  ])('to who is too late (it was themselves: %s) says how it stands', (isTheirs, how, words) => {
    const stands = { by: userNamed('U0ALICE'), at: START, ...how };
    expect(said({ kind: 'taken', isTheirs, stands })).toMatch(words);
  });

  it('to a second wish links to the card that stands', () => {
    expect(said({ kind: 'stands', record, askedBy: userNamed('U0BOB'), link: LINK })).toContain(
      `<${LINK}|Backup of srv1>`,
    );
    expect(
      said({ kind: 'stands', record, askedBy: userNamed('U0BOB'), link: undefined }),
    ).toContain('Backup of srv1');
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
      '⏹️ Backup of srv1 is no longer watched here. The operation itself goes on.',
    );
  });

  it('without Redis promises nothing', () => {
    const why = { problem: 'Redis does not answer', advice: 'See to it', passes: true };
    expect(said({ kind: 'no-answer', why })).toBe(
      '🙅 Sorry, I could not do that, and nothing has been changed: my memory (Redis) is out of order. ' +
        'Redis does not answer. Please ask again in a minute.',
    );
  });

  it('without Redis sends nobody to ask again for what does not pass by itself', () => {
    const why = { problem: 'Redis <refuses> it', advice: 'Give it more memory', passes: false };
    expect(said({ kind: 'no-answer', why })).toMatch(
      /Redis &lt;refuses&gt; it\. Please tell whoever runs me: Give it more memory\.$/,
    );
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
      { kind: 'begun', reference, record: hostile },
      { kind: 'stands', record: hostile, askedBy: userNamed('U0BOB'), link: LINK },
      { kind: 'refused', explanation: evil },
      { kind: 'searching', operationId: evil, places: [evil], found },
      { kind: 'stopped', record: hostile },
      { kind: 'status', record: hostile },
      {
        kind: 'list',
        page: 1,
        pages: 1,
        odd: 0,
        scope: 'all',
        watches: [{ record: hostile, channel: channelNamed('C0DBA'), link: LINK }],
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

/** The runs of each line of rich text; none for other blocks. */
function linesOf({ blocks }: Message) {
  return blocks.map((block) =>
    block.type === 'rich_text'
      ? block.elements.flatMap((part) => (part.type === 'rich_text_section' ? part.elements : []))
      : [],
  );
}

describe('a choice', () => {
  const choice = {
    kind: 'choice',
    verb: 'stop',
    why: 'unsaid',
    watches: [{ record, label: '*all* _tmp_ :wave: <&>' }],
    total: 3,
  } as const;

  it('shows each watch, its label letter for letter, and the command for it', () => {
    const answer = answerMessage(choice);
    expect(answer.text).toBe('Which one shall I stop watching here?');
    expect(linesOf(answer)[1]?.[1]).toEqual({
      type: 'text',
      text: '*all* _tmp_ :wave: <&> (backup of srv1)',
    });
    expect(linesOf(answer)[1]?.at(-1)).toEqual({
      ...{ type: 'text', text: `/mysqlop stop ${ID}`, style: { code: true } },
    });
    expect(read(answer)).toContain('and 2 more');
  });

  it('says why there is one', () => {
    expect(said({ ...choice, why: 'several' })).toContain('Several are called so');
    expect(said({ ...choice, why: 'near' })).toContain('just so');
  });
});

describe('several answers', () => {
  it('are told in one message, each of them', () => {
    const refused = { kind: 'refused', explanation: 'Not here.' } as const;
    const answer = answerMessage({
      kind: 'several',
      answers: [{ kind: 'begun', reference: REFERENCE, record: begun() }, refused],
    });
    expect(answer.text).toMatch(/^👀 Watching .*\n🙅 Not here\.$/);
    expect(answer.blocks).toHaveLength(2);
  });
});

describe('the status', () => {
  it('is one sentence and Azure’s word', () => {
    const answer = answerMessage({ kind: 'status', record });
    expect(answer.text).toBe('⏳ Backup of srv1: 42 %, 4.2 of 10 GiB');
    expect(read(answer)).toContain('Azure says `InProgress`');
  });

  it('of an ended operation says how it ended', () => {
    const failed = play(begun(), [
      [0, snapshotReading({ status: 'Failed', error: [{ depth: 0, code: 'NoSpace' }] })],
    ]);
    expect(said({ kind: 'status', record: failed.record })).toBe(
      '❌ Operation aaaaaaaa failed: NoSpace',
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
  const listed = { record, channel: channelNamed('C0DBA'), link: LINK };

  it.each([
    ['here', 'Nothing is being watched here.'],
    ['mine', 'Nothing is being watched for you.'],
    ['all', 'Nothing is being watched anywhere.'],
  ] as const)('of %s may be empty', (scope, words) => {
    expect(said({ kind: 'list', page: 1, pages: 1, odd: 0, scope, watches: [], total: 0 })).toBe(
      words,
    );
  });

  it('says how many there are besides that can’t be read', () => {
    const list = { kind: 'list', page: 1, pages: 1, odd: 0, scope: 'here' } as const;
    expect(said({ ...list, watches: [], total: 0, unreadable: 1 })).toBe(
      'Nothing is being watched here. There is a watch besides that I can’t read.',
    );
    const answer = answerMessage({ ...list, watches: [listed], total: 1, unreadable: 2 });
    expect(read(answer)).toContain('There are 2 watches besides that I can’t read.');
  });

  it('links each watch to its card', () => {
    const answer = answerMessage({
      kind: 'list',
      page: 1,
      pages: 1,
      odd: 0,
      scope: 'here',
      watches: [listed],
      total: 1,
    });
    expect(answer.text).toBe('Being watched here: 1');
    expect(linesOf(answer)[1]).toEqual([
      { type: 'text', text: '⏳ ' },
      { type: 'link', url: LINK, text: 'Backup of srv1' },
      { type: 'text', text: ': ' },
      { type: 'text', text: '42 %, 4.2 of 10 GiB' },
    ]);
  });

  it('says in which channel, where that is not this one', () => {
    const all = answerMessage({
      kind: 'list',
      page: 1,
      pages: 1,
      odd: 0,
      scope: 'all',
      watches: [listed],
      total: 1,
    });
    expect(linesOf(all)[1]).toContainEqual({ type: 'channel', channel_id: 'C0DBA' });
    const here = answerMessage({
      kind: 'list',
      page: 1,
      pages: 1,
      odd: 0,
      scope: 'here',
      watches: [listed],
      total: 1,
    });
    expect(JSON.stringify(here)).not.toContain('channel_id');
  });

  it('names a watch by the label of that channel’s card', () => {
    const labelled = seen({ serverId: SERVER_ID });
    const cards = labelled.cards.map((card) => ({ ...card, label: 'nightly' }));
    const watches = [
      { record: { ...labelled, cards }, channel: channelNamed('C0DBA'), link: undefined },
    ];
    expect(
      read(
        answerMessage({
          kind: 'list',
          page: 1,
          pages: 1,
          odd: 0,
          scope: 'here',
          watches,
          total: watches.length,
        }),
      ),
    ).toContain('⏳ nightly (operation on srv1): InProgress');
  });

  it.each([
    ['blind', () => blind({ percent: 61, serverId: SERVER_ID })],
    ['stalled', () => stalled({ percent: 61, serverId: SERVER_ID })],
    [
      'overdue',
      () => seen({ serverId: SERVER_ID, work: { kind: 'import', estimatedEndAt: START - DAY } }),
    ],
  ] as const)('links a watch that is %s, too, and says what is odd', (_condition, odd) => {
    const watches = [{ record: odd(), channel: channelNamed('C0DBA'), link: LINK }];
    const answer = answerMessage({
      kind: 'list',
      page: 1,
      pages: 1,
      odd: 0,
      scope: 'here',
      watches,
      total: 1,
    });
    const { title } = verdictSentence(odd());
    expect(linesOf(answer)[1]).toContainEqual({ type: 'link', url: LINK, text: title });
    expect(read(answer)).toMatch(/can’t read|no progress since|overdue/);
  });

  it('turns to the pages beside the one that is shown', () => {
    const buttonsOn = (page: number) => {
      const list = { kind: 'list', scope: 'mine', page, pages: 3, odd: 0 } as const;
      const { blocks } = answerMessage({ ...list, watches: [listed], total: 40 });
      expect(read({ blocks })).toContain(`Page ${page} of 3`);
      return blocks.flatMap((block) =>
        block.type === 'actions'
          ? block.elements.map((element) => 'value' in element && turnedTo(element.value ?? ''))
          : [],
      );
    };
    const to = (page: number) => ({ scope: 'mine', page });
    expect(buttonsOn(1)).toEqual([to(2)]);
    expect(buttonsOn(2)).toEqual([to(1), to(3)]);
    expect(buttonsOn(3)).toEqual([to(2)]);
  });

  it.each(['', 'here', 'here/0', 'there/1', 'all/1e9', 'all/-1', 'all/1/2'])(
    'turns to nothing for a value such as %s',
    (value) => {
      expect(turnedTo(value)).toBeUndefined();
    },
  );

  it('says of what has ended that nobody looks after it', () => {
    const reading = snapshotReading({ status: 'Failed' });
    const failed = afterReading(record, reading, START, POLICY)?.record;
    if (!failed || isLive(failed)) throw new Error('It goes on');
    const gone = { verdict: 'gone', at: START, explanation: 'It is gone.' } as const;
    const watches = [failed, { ...failed, ending: gone }].map((each) => ({
      ...listed,
      record: each,
    }));
    const answer = answerMessage({
      kind: 'list',
      scope: 'here',
      page: 1,
      pages: 1,
      odd: 2,
      watches,
      total: 2,
    });
    expect(answer.text).toBe('Being watched here: 2, of which 2 should be looked at');
    expect(read(answer)).toContain('❌ ');
    expect(read(answer)).toContain('Nobody looks after it yet.');
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

  it('names the form and the shortcuts', () => {
    expect(typed('help')).toMatch(/alone opens a form.*\*Watch this operation\*/);
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
    expect(typed('watch as nightly')).toBe(
      '🤔 Which operation? Give the URL from the response header, or its id.\n' +
        '`/mysqlop watch &lt;operation&gt; [in &lt;location&gt;] [on &lt;subscription&gt;] [as &lt;label&gt;]`',
    );
  });
});
