import { describe, expect, it } from 'vitest';
import { saidElsewhere } from '../../../src/slack/messages/elsewhere.ts';
import { plainMessage } from '../../../src/slack/messages/message.ts';
import { noteMessage } from '../../../src/slack/messages/note.ts';
import { gone, START } from '../../watch/build-record.ts';
import { read } from './read-message.ts';

const ending = noteMessage(gone({ percent: 61 }), { kind: 'ended', at: START });

describe('what is said elsewhere', () => {
  it('is said in full, with why it is said here', () => {
    const said = saidElsewhere(ending, 'C0DBA');
    expect(said.text).toBe(`${ending.text} I can't post in <#C0DBA>, so I say it here.`);
    expect(said.blocks.slice(0, ending.blocks.length)).toEqual(ending.blocks);
    expect(read(said)).toContain("I can't post in <#C0DBA>, so I say it here.");
  });

  it('keeps within what Slack takes, however long it was', () => {
    const said = saidElsewhere({ text: 'x'.repeat(4000), blocks: [] }, 'C0DBA');
    expect(said.text.length).toBeLessThanOrEqual(4000);
  });
});

describe('a message without its blocks', () => {
  it('still says all that its text says', () => {
    expect(plainMessage(ending)).toEqual({ text: ending.text, blocks: [] });
  });
});
