import { describe, expect, it } from 'vitest';
import { faultMessage, faultOverMessage } from '../../../src/slack/messages/fault.ts';
import { type FaultName, faultNames } from '../../../src/watch/names.ts';
import { HOUR, START } from '../../watch/build-record.ts';
import { AROUND, foreignMarkup, markup, read } from './read-message.ts';

const STAGING = '99999999-aaaa-4bbb-8ccc-dddddddddddd';
const TENANT = 'eeeeeeee-ffff-4000-8111-222222222222';
const NAMING = {
  ...AROUND,
  subscriptionName: (id: string) => (id === STAGING ? 'staging & co' : id),
};

function faultOf(explanation: string, fault: FaultName = faultNames.signIn) {
  const item = { kind: 'fault', fault, subscription: STAGING, since: START, explanation } as const;
  return faultMessage(item, NAMING);
}

function overAfter(
  ms: number,
  fault: FaultName = faultNames.signIn,
  why: 'works' | 'untried' = 'works',
): string {
  const item = { kind: 'fault-over', fault, subscription: STAGING, why, since: START } as const;
  const over = faultOverMessage({ ...item, at: START + ms }, NAMING);
  expect(read(over)).toBe(over.text);
  return over.text;
}

describe('a sign-in that Azure does not take', () => {
  const fault = faultOf('Azure refused the sign-in (AADSTS7000222)');

  it('is said once for all: what does not work, why, and what goes on', () => {
    expect(fault.text).toBe(
      "🔑 I can't sign in to Azure, so no operation can be read. " +
        'Azure refused the sign-in (AADSTS7000222). ' +
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

describe('a sign-in that Azure does not take in one subscription', () => {
  const own = faultNames.subscription(STAGING);

  it('names it, and says that all others go on', () => {
    expect(faultOf('Azure refused the token', own).text).toBe(
      '🔑 Azure refuses my sign-in in staging &amp; co, so none of its operations can be read. ' +
        'Azure refused the token. This says nothing about the operations themselves. ' +
        'Their watches go on, and I try again until it works. All other subscriptions are read as before.',
    );
  });

  it('is said to be over there', () => {
    expect(overAfter(HOUR, own)).toBe(
      '👌 Azure no longer refuses my sign-in in staging &amp; co, after 1 h.',
    );
  });

  it('is not said to work where nobody has tried', () => {
    expect(overAfter(HOUR, own, 'untried')).toBe(
      '👌 Nothing has been tried in staging &amp; co for an hour, so I count this as over, after 1 h. ' +
        'Where Azure refuses my sign-in again, I say so anew.',
    );
  });
});

it('a subscription of another tenant is told with that', () => {
  const told = read(faultOf('Please set AZURE_TENANT_ID', faultNames.tenant(TENANT)));
  expect(told).toContain("🔑 I can't read staging & co, which belongs to another tenant");
  expect(told).toContain('No operation of that tenant can be read until this is mended.');
  expect(told).toContain('Please set AZURE_TENANT_ID.');
});
