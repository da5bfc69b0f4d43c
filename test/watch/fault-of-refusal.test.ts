import { describe, expect, it } from 'vitest';
import { faultByItself, faultByOthers } from '../../src/watch/fault-of-refusal.ts';
import { faultNames } from '../../src/watch/names.ts';
import type { Reading } from '../../src/watch/reading.ts';
import type { WatchRecord } from '../../src/watch/watch-record.ts';
import {
  begun,
  failure,
  gone,
  MINUTE,
  POLICY,
  play,
  REFERENCE,
  SECOND,
  START,
  seen,
  snapshotReading,
} from './build-record.ts';

const OWN = REFERENCE.subscriptionId;
const OTHER = '99999999-aaaa-4bbb-8ccc-dddddddddddd';
const TENANT = 'eeeeeeee-ffff-4000-8111-222222222222';
const REFUSED = failure('unauthorized');

const refusals = { as: 'unauthorized', since: START + MINUTE, count: 5, ms: MINUTE } as const;

function of(subscriptionId: string, record: WatchRecord): WatchRecord {
  return { ...record, reference: { ...REFERENCE, subscriptionId } };
}

/** A watch of another subscription that was last read at that time. */
function other(at: number, reading: Reading): WatchRecord {
  return of(OTHER, play(seen(), [[at, reading]]).record);
}

function blamed(...others: readonly WatchRecord[]) {
  return faultByOthers(OWN, refusals, others, POLICY);
}

describe('a refusal that tells by itself', () => {
  it('is one of all where no token is given', () => {
    expect(faultByItself({ by: 'authority' }, OWN)).toBe('sign-in');
  });

  it('is one of a tenant, or of the subscription alone where that is not named', () => {
    expect(faultByItself({ by: 'tenant', tenant: TENANT }, OWN)).toBe(`tenant-${TENANT}`);
    expect(faultByItself({ by: 'tenant', tenant: undefined }, OWN)).toBe(`subscription-${OWN}`);
  });

  it('is not that of a subscription', () => {
    expect(faultByItself({ by: 'subscription', isFresh: true }, OWN)).toBeUndefined();
  });
});

describe('a subscription that refuses our token', () => {
  it('is alone in that where another has worked since', () => {
    expect(blamed(other(2 * MINUTE, snapshotReading()))).toBe(faultNames.subscription(OWN));
    expect(blamed(other(2 * MINUTE, failure('forbidden')))).toBe(faultNames.subscription(OWN));
    const mixed = [other(2 * MINUTE, REFUSED), other(2 * MINUTE, snapshotReading())];
    expect(blamed(...mixed)).toBe(faultNames.subscription(OWN));
  });

  it('is not alone where all others are refused as well, or tell nothing', () => {
    expect(blamed(other(2 * MINUTE, REFUSED))).toBe('sign-in');
    expect(blamed(other(2 * MINUTE, failure('transient')))).toBe('sign-in');
    expect(blamed(other(2 * MINUTE, failure('other-tenant')))).toBe('sign-in');
  });

  it('is not alone where there is no other', () => {
    expect(blamed()).toBe('sign-in');
    expect(blamed(of(OWN, seen()), of(OTHER, gone()))).toBe('sign-in');
  });

  it('waits for others that have not been read since, but not for ever', () => {
    const unread = other(30 * SECOND, snapshotReading());
    expect(blamed(unread, other(2 * MINUTE, REFUSED))).toBeUndefined();
    expect(blamed(of(OTHER, begun()))).toBeUndefined();
    const long = { ...refusals, ms: POLICY.faultAfterMs + 2 * POLICY.pollMaxMs };
    expect(faultByOthers(OWN, long, [unread], POLICY)).toBe('sign-in');
  });
});
