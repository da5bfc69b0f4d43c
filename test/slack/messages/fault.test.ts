import { describe, expect, it } from 'vitest';
import { faultMessage, faultOverMessage } from '../../../src/slack/messages/fault.ts';
import { HOUR, START } from '../../watch/build-record.ts';
import { foreignMarkup, markup, read } from './read-message.ts';

function faultOf(explanation: string) {
  return faultMessage({ kind: 'fault', fault: 'sign-in', since: START, explanation });
}

function overAfter(ms: number): string {
  const over = faultOverMessage({
    kind: 'fault-over',
    fault: 'sign-in',
    since: START,
    at: START + ms,
  });
  expect(read(over)).toBe(over.text);
  return over.text;
}

describe('a sign-in that Azure does not take', () => {
  const fault = faultOf('Azure refused the bot’s sign-in (AADSTS7000222)');

  it('is said once for all: what does not work, why, and what goes on', () => {
    expect(fault.text).toBe(
      "🔑 I can't sign in to Azure, so no operation can be read. " +
        'Azure refused the bot’s sign-in (AADSTS7000222). ' +
        'This says nothing about the operations themselves. All watches go on, and I try again until it works.',
    );
    expect(read(fault)).toContain("🔑 I can't sign in to Azure");
    expect(read(fault)).toContain('No operation can be read until this is mended.');
    expect(read(fault)).toContain('(AADSTS7000222).');
    expect(read(fault)).toContain('All watches go on');
  });

  it('pings nobody, and says nothing of a failure', () => {
    expect(markup(fault).join()).not.toMatch(/<[@!]|fail/i);
    expect(markup(faultOf('<!channel> <@U0BOB> &')).flatMap(foreignMarkup)).toEqual([]);
  });

  it('is said to be over, with how long it lasted', () => {
    expect(overAfter(3 * HOUR)).toBe('👌 Azure no longer refuses my sign-in, after 3 h.');
    expect(overAfter(-HOUR)).toBe('👌 Azure no longer refuses my sign-in, after 0 s.');
  });
});
