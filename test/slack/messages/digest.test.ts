import { describe, expect, it } from 'vitest';
import { checkBlocks } from '../../../src/sandbox/slack/blocks/check-blocks.ts';
import {
  DIGEST_ENTRIES,
  type DigestEntry,
  digestMessage,
  type ShownDigest,
} from '../../../src/slack/messages/digest.ts';
import type { Message } from '../../../src/slack/messages/message.ts';
import type { Snapshot } from '../../../src/watch/snapshot.ts';
import type { ConditionName, LiveWatch, WatchRecord } from '../../../src/watch/watch-record.ts';
import { userNamed } from '../../names.ts';
import {
  abandoned,
  begun,
  blind,
  endedOtherwise,
  gone,
  MINUTE,
  play,
  REFERENCE,
  SERVER_ID,
  START,
  seen,
  snapshotReading,
  stalled,
} from '../../watch/build-record.ts';
import { AROUND, brokenEntities, buttons, foreignMarkup, markup, read } from './read-message.ts';

const LINK = 'https://slack.example.com/archives/C0DBA/p1893553445000100';
const ID = REFERENCE.operationId;
const PLACE = 'prod, West Europe';
const IMPORT = { percent: 42, serverId: SERVER_ID, work: { kind: 'import' } } as const;
const ERROR = [
  { depth: 0, code: 'NoSpace', message: 'The server is full:\nadd storage.' },
  { depth: 1, code: 'Inner', message: 'Disk full.' },
];

function failed(given: Partial<Snapshot> = {}, before = seen(IMPORT)): WatchRecord {
  const end = snapshotReading({ ...IMPORT, status: 'Failed', error: ERROR, ...given });
  return play(before, [[MINUTE, end]]).record;
}

function lineOf(record: WatchRecord | undefined, given: Partial<DigestEntry> = {}): DigestEntry {
  return { operationId: ID, at: START, record, cardLink: LINK, ...given };
}

function failures(entries: readonly DigestEntry[], given: Partial<ShownDigest> = {}): Message {
  const digest = {
    name: 'digest/failures/12',
    kind: 'failures',
    mentions: false,
    entries,
  } as const;
  return digestMessage({ ...digest, ...given }, AROUND);
}

function conditions(entries: readonly DigestEntry[], given: Partial<ShownDigest> = {}): Message {
  const digest = {
    name: 'digest/conditions/3',
    kind: 'conditions',
    mentions: false,
    entries,
  } as const;
  return digestMessage({ ...digest, ...given }, AROUND);
}

function odd(record: LiveWatch, condition: ConditionName, now: WatchRecord = record): DigestEntry {
  const { number = 1, since = START } = record.conditions[condition] ?? {};
  return lineOf(now, { spell: { condition, number, since } });
}

function headerOf({ blocks }: Message): string {
  const [first] = blocks;
  return first?.type === 'header' ? first.text.text : 'no header';
}

function linesOf({ blocks }: Message): readonly string[] {
  return blocks.flatMap((block) =>
    block.type === 'section' ? (block.text?.text.split('\n') ?? []) : [],
  );
}

/** Those below the entries, in small letters. */
function idsOf({ blocks }: Message): readonly string[] {
  const last = blocks.at(-1);
  const [ids] = last?.type === 'context' ? last.elements : [];
  return ids && 'text' in ids ? ids.text.split(' · ') : [];
}

describe('a burst of failures', () => {
  it('says of an operation how it ended, why and where in one entry, and its whole id last', () => {
    const digest = failures([lineOf(failed())]);
    expect(linesOf(digest)).toEqual([
      `❌ Import into srv1 failed at 42 % · <${LINK}|card> · <@U0ALICE> · ${PLACE} · Inner: Disk full.`,
    ]);
    expect(idsOf(digest)).toEqual([ID]);
  });

  it('says a cause that several share once, above them, letter for letter', () => {
    const full = [{ depth: 0, code: 'NoSpace', message: 'Table `_tmp_` is *full*.' }];
    const [one, other] = [lineOf(failed({ error: full })), lineOf(failed())];
    const digest = failures([one, other, one, lineOf(gone(IMPORT))]);
    const shown = read(digest).split('\n');
    expect(shown[1]).toBe('*NoSpace: Table `_tmp_` is *full*.*');
    expect(shown.slice(2, 4).join()).not.toContain('NoSpace');
    expect(shown[4]).toContain('Inner: Disk full.');
    expect(digest.text).toContain('Why 2 of them failed: `NoSpace: Table ʼ_tmp_ʼ is *full*.`');
  });

  it('tells ids once, in the order of the entries, and not of what tells its own', () => {
    const full = [{ depth: 0, code: 'NoSpace', message: 'Full.' }];
    const same = failed({ error: full });
    const named = (operationId: string, record: WatchRecord | undefined) =>
      lineOf(record, { operationId });
    const entries = [named('op-1', failed()), named('op-2', same), named('op-3', undefined)];
    const digest = failures([...entries, named('op-4', same)]);
    expect(idsOf(digest)).toEqual(['op-2', 'op-4', 'op-1']);
    expect(linesOf(digest).filter((text) => /op-\d/.test(text))).toEqual([
      expect.stringMatching(/^❔ `op-3`/),
    ]);
  });

  it('says how many there are', () => {
    const one = lineOf(failed());
    expect(headerOf(failures([one]))).toBe('🚨 1 more operation has failed');
    expect(headerOf(failures([one, one]))).toBe('🚨 2 more operations have failed');
  });

  it('does not call failed what has not', () => {
    for (const other of [gone(IMPORT), abandoned(IMPORT), undefined]) {
      const message = failures([lineOf(failed()), lineOf(other)]);
      expect(headerOf(message)).toBe('🚨 2 more operations need a look');
      expect(linesOf(message).find((line) => !line.startsWith('❌'))).not.toContain('failed');
    }
    expect(headerOf(failures([lineOf(gone())]))).toBe('🚨 1 more operation needs a look');
  });

  it('shows Azure’s word for an end that is neither success nor failure', () => {
    const digest = failures([lineOf(endedOtherwise())]);
    expect(read(digest)).toContain('ended, please look');
    expect(read(digest)).toContain('Azure calls it “PartiallySucceeded”');
    expect(read(digest)).toContain('1 more operation needs a look');
  });

  it('shows the end that each one came to', () => {
    const lost = gone(IMPORT, 'Azure does not know it.');
    expect(linesOf(failures([lineOf(lost), lineOf(abandoned(IMPORT))]))).toEqual([
      `❔ Import into srv1: no longer known to Azure · <${LINK}|card> · <@U0ALICE> · ${PLACE} · Azure does not know it.`,
      `⌛ Import into srv1: watch given up · <${LINK}|card> · <@U0ALICE> · ${PLACE}`,
    ]);
  });

  it('names an operation whose record is no longer kept', () => {
    expect(
      linesOf(failures([lineOf(undefined), lineOf(undefined, { cardLink: undefined })])),
    ).toEqual([
      `❔ \`${ID}\` · I no longer keep what became of it; <${LINK}|its card> stands`,
      `❔ \`${ID}\` · I no longer keep what became of it`,
    ]);
  });

  it('does without a link and without a reason', () => {
    const { error: _none, ...rest } = failed().latest?.snapshot ?? { error: [] };
    const { record } = play(seen(IMPORT), [[MINUTE, snapshotReading(rest)]]);
    expect(linesOf(failures([lineOf(record, { cardLink: undefined })]))).toEqual([
      `❌ Import into srv1 failed at 42 % · <@U0ALICE> · ${PLACE}`,
    ]);
  });

  it('is told to the notification in a sentence that names the first few', () => {
    const entries = Array.from({ length: 7 }, (_, index) =>
      lineOf(failed({ serverId: `/servers/srv${index}` })),
    );
    expect(failures(entries.slice(0, 2)).text).toBe(
      '🚨 2 more operations have failed: Import into srv0, Import into srv1. Why: Inner: Disk full.',
    );
    expect(failures(entries).text).toMatch(
      /srv3, Import into srv4 and 2 more\. Why: Inner: Disk full\.$/,
    );
    expect(failures([lineOf(undefined)]).text).toBe(`🚨 1 more operation needs a look: ${ID}.`);
  });

  it('calls whom the settings name where it is to, and nobody otherwise', () => {
    const calling = failures([lineOf(failed())], { mentions: true });
    expect(calling.text).toMatch(/^<!subteam\^S0DBAS> 🚨 1 more operation has failed: /);
    expect(linesOf(calling)[0]).toBe('<!subteam^S0DBAS> Please look.');
    expect(markup(failures([lineOf(failed())])).join()).not.toContain('subteam');
    const digest = { name: 'digest/failures/1', kind: 'failures', mentions: true } as const;
    const nobody = { ...AROUND, oncallMention: undefined };
    expect(digestMessage({ ...digest, entries: [lineOf(failed())] }, nobody)).toEqual(
      failures([lineOf(failed())], { name: digest.name }),
    );
  });

  it('can be acknowledged by a button that names it, and how many entries it shows', () => {
    const all = buttons(failures([lineOf(failed())]));
    expect(Object.keys(all)).toEqual(['Acknowledge', 'Snooze 1 h', 'Done']);
    expect(all).toMatchObject({
      Acknowledge: expect.objectContaining({
        action_id: 'acknowledge',
        value: 'digest/failures/12@0+1',
      }),
    });
  });

  it('says who has acknowledged it instead', () => {
    const taken = failures([lineOf(failed())], {
      acknowledged: { by: userNamed('U0BOB'), at: START },
    });
    expect(Object.keys(buttons(taken))).toEqual(['Done', 'Take back']);
    expect(headerOf(taken)).toBe('👍 1 more operation has failed');
    expect(read({ blocks: taken.blocks.slice(-3, -2) })).toMatch(
      /^👍 Acknowledged by <@U0BOB> <!date/,
    );
  });
});

describe('a burst of conditions', () => {
  it('says of each operation what is odd, since when, and where', () => {
    const late = odd(seen(IMPORT), 'overdue');
    const conditionsOf = { overdue: { number: 1, since: START, toldTo: [], alerted: true } };
    const entries = linesOf(
      conditions([
        odd(blind(IMPORT, 'Azure did not answer.'), 'blind'),
        odd(stalled(IMPORT), 'stalled'),
        { ...late, record: { ...seen(IMPORT), conditions: conditionsOf } },
      ]),
    );
    const title = 'Import into srv1';
    const since = ' · since <!date^';
    const rest = ` · <${LINK}|card> · ${PLACE}`;
    expect(entries.map((text) => text.replace(/\^\d+\^[^>]+>/, ''))).toEqual([
      `🙈 ${title} can't be read${since.slice(0, -1)}${rest} · Azure did not answer.`,
      `🐢 ${title} does not move${since.slice(0, -1)}${rest}`,
      `⏰ ${title} is overdue${since.slice(0, -1)}${rest}`,
    ]);
    expect(entries[1]).toContain(`${since}1893553445^`);
  });

  it('says which are over, and how', () => {
    const moved = [16 * MINUTE, snapshotReading({ ...IMPORT, percent: 43 })] as const;
    const ended = [16 * MINUTE, snapshotReading({ ...IMPORT, status: 'Succeeded' })] as const;
    const [unread, still] = [blind(IMPORT), stalled(IMPORT)];
    const entries = linesOf(
      conditions([
        odd(unread, 'blind', play(unread, [moved]).record),
        odd(still, 'stalled', play(still, [moved]).record),
        odd(still, 'stalled', play(still, [ended]).record),
        odd(seen(IMPORT), 'overdue'),
      ]),
    );
    const title = 'Import into srv1';
    const rest = ` · <${LINK}|card> · ${PLACE}`;
    expect(entries).toEqual([
      `👌 ${title} can be read again${rest}`,
      `👌 ${title} moves again${rest}`,
      `✅ ${title}: succeeded${rest}`,
      `👌 ${title} is no longer overdue${rest}`,
    ]);
  });

  it('takes a later spell of the same condition for another', () => {
    const still = stalled(IMPORT);
    const { condition, since } = odd(still, 'stalled').spell ?? { condition: 'blind', since: 0 };
    const entry = lineOf(still, { spell: { condition, since, number: still.spells + 1 } });
    expect(linesOf(conditions([entry]))[0]).toMatch(/^👌 .+ moves again/);
  });

  it('counts those that still stand', () => {
    const stands = odd(stalled(IMPORT), 'stalled');
    const over = odd(seen(IMPORT), 'stalled');
    expect(headerOf(conditions([stands]))).toBe('👀 1 operation needs a look');
    expect(headerOf(conditions([stands, stands]))).toBe('👀 2 operations need a look');
    expect(headerOf(conditions([stands, over]))).toBe('👀 1 of 2 operations still needs a look');
    expect(headerOf(conditions([over, lineOf(undefined)]))).toBe('👀 2 operations needed a look');
  });

  it('asks for no acknowledgement', () => {
    const entries = [odd(stalled(IMPORT), 'stalled')];
    expect(conditions(entries, { acknowledged: { by: userNamed('U0BOB'), at: START } })).toEqual(
      conditions(entries),
    );
    expect(buttons(conditions(entries))).toEqual({});
  });
});

/** All that Slack counts towards `msg_blocks_too_long`. */
function sizeOf({ blocks }: Message): number {
  return JSON.stringify(blocks).length;
}

describe('the largest burst', () => {
  const evils = ['<!channel> & | ', '&&&&', '`*~_', '👀\n', 'x', '> <@U0BOB>'].map((part) =>
    part.repeat(1000),
  );
  const longId = 'a'.repeat(128);
  const longLink = `https://${'w'.repeat(30)}.enterprise.slack.com/archives/C0123456789/p1893553445000100`;

  function hostile(evil: string, index: number): DigestEntry {
    const operationId = index % 2 ? ID : longId;
    const reference = { subscriptionId: evil, location: evil, operationId };
    const record = failed(
      { serverId: `/a/${evil}`, error: [{ depth: 0, code: evil, message: evil }] },
      { ...begun(), reference },
    );
    return lineOf(record, { operationId, cardLink: longLink });
  }

  const entries = Array.from({ length: DIGEST_ENTRIES }, (_, index) =>
    hostile(evils[index % evils.length] ?? '', index),
  );
  const spells = entries.map((entry): DigestEntry => {
    const { latest, reference } = entry.record ?? begun();
    const explanation = latest?.snapshot.error?.[0]?.message ?? '';
    const { trouble } = blind(IMPORT, explanation);
    const spell = { number: 1, since: START, toldTo: [], alerted: true };
    return {
      ...entry,
      record: {
        ...begun(),
        reference,
        ...(latest && { latest }),
        ...(trouble && { trouble }),
        conditions: { blind: spell },
      },
      spell: { condition: 'blind', number: 1, since: START },
    };
  });
  const all = [
    failures(entries, { mentions: true }),
    failures(entries, { mentions: true, acknowledged: { by: userNamed('U0BOB'), at: START } }),
    conditions(spells),
    conditions(
      entries.map((entry) => ({ ...entry, spell: { condition: 'blind', number: 9, since: 0 } })),
    ),
    failures(entries.map((entry) => ({ ...entry, record: undefined }))),
  ];

  it('is one that Slack takes', () => {
    for (const message of all) {
      expect(checkBlocks(message.blocks, 50)).toMatchObject({ kind: 'valid' });
      expect(sizeOf(message)).toBeLessThanOrEqual(12_000);
      expect(message.text.length).toBeLessThanOrEqual(4000);
      expect(message.blocks.length).toBeLessThanOrEqual(16);
    }
  });

  it('names every operation in an entry of its own, none too long, and by its id', () => {
    for (const message of all) {
      const shown = linesOf(message).filter((text) => !text.includes('Please look'));
      expect(shown).toHaveLength(DIGEST_ENTRIES);
      for (const text of shown) {
        expect(text.length).toBeLessThanOrEqual(315);
        expect(text.isWellFormed()).toBe(true);
      }
      const ids = idsOf(message).length > 0 ? idsOf(message) : shown;
      expect(ids).toHaveLength(DIGEST_ENTRIES);
      for (const text of ids) {
        expect([ID, longId.slice(0, 59)].some((id) => text.includes(id))).toBe(true);
      }
    }
  });

  it('pings nobody by what comes from outside, and cuts no entity', () => {
    for (const message of all) {
      const texts = markup({ ...message, text: message.text.replace(/^<!subteam\^S0DBAS>/, '') });
      expect(texts.flatMap(foreignMarkup)).toEqual([]);
      expect(texts.flatMap(brokenEntities)).toEqual([]);
    }
  });

  it('keeps links whole, and their words within them', () => {
    const links = linesOf(failures(entries)).map((text) => text.match(/<https[^>]*>?/)?.[0]);
    for (const link of links) expect(link ?? '<|card>').toMatch(/^<[^|]*\|card>$/);
  });

  it('leaves out a link that is too long', () => {
    const cardLink = `https://slack.example.com/${'x'.repeat(300)}`;
    expect(linesOf(failures([lineOf(failed(), { cardLink })]))[0]).toMatch(
      /^❌ Import into srv1 failed at 42 % · <@U0ALICE>/,
    );
  });

  it('says how many more there are where there are too many', () => {
    const many = [...entries, ...entries.slice(0, 3)];
    expect(headerOf(failures(many))).toBe('🚨 28 more operations have failed');
    expect(read(failures(many))).toContain('… and 3 more');
    expect(linesOf(failures(many))).toHaveLength(DIGEST_ENTRIES);
  });
});
