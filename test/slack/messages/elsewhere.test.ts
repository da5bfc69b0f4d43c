import { describe, expect, it } from 'vitest';
import { saidElsewhere, standingAlone } from '../../../src/slack/messages/elsewhere.ts';
import { plainMessage } from '../../../src/slack/messages/message.ts';
import { noteMessage } from '../../../src/slack/messages/note.ts';
import { channelNamed } from '../../names.ts';
import { gone, START } from '../../watch/build-record.ts';
import { AROUND, read } from './read-message.ts';

const record = gone({ percent: 61 });
const [card] = record.cards;
if (!card) throw new Error('It has no card');
const ending = noteMessage(record, { kind: 'ended', at: START }, card);

describe('what is said elsewhere', () => {
  it('is said in full, with why it is said here', () => {
    const said = saidElsewhere(ending, channelNamed('C0DBA'));
    expect(said.text).toBe(`${ending.text} I can't post in <#C0DBA>, so I say it here.`);
    expect(said.blocks.slice(0, ending.blocks.length)).toEqual(ending.blocks);
    expect(read(said)).toContain("I can't post in <#C0DBA>, so I say it here.");
  });

  it('keeps within what Slack takes, however long it was', () => {
    const said = saidElsewhere({ text: 'x'.repeat(4000), blocks: [] }, channelNamed('C0DBA'));
    expect(said.text.length).toBeLessThanOrEqual(4000);
  });
});

describe('a note without a card', () => {
  it('names label, server, who asked, where, and the operation', () => {
    const known = { ...record, cards: [{ ...card, label: 'nightly' }] };
    const [labelled] = known.cards;
    if (!labelled) throw new Error('It has no card');
    const note = noteMessage(known, { kind: 'ended', at: START }, labelled);
    const alone = standingAlone(note, known, labelled, AROUND);
    for (const part of ['nightly (operation aaaaaaaa)', '<@U0ALICE>', 'prod, West Europe']) {
      expect(alone.text).toContain(part);
      expect(read(alone)).toContain(part);
    }
    expect(read(alone)).toContain(known.reference.operationId);
  });
});

describe('a message without its blocks', () => {
  it('still says all that its text says', () => {
    expect(plainMessage(ending)).toEqual({ text: ending.text, blocks: [] });
  });
});
