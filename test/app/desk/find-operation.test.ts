import { describe, expect, it } from 'vitest';
import { findOperation, type Reach } from '../../../src/app/desk/find-operation.ts';
import type { Wish } from '../../../src/slack/desk.ts';

const ID = 'aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee';
const PROD = '11111111-2222-3333-4444-555555555555';
const STAGING = '66666666-7777-8888-9999-000000000000';
const UNLISTED = '99999999-9999-9999-9999-999999999999';

const REACH: Reach = {
  armEndpoint: 'https://management.azure.com',
  subscriptions: [
    { name: 'prod', id: PROD },
    { name: 'staging', id: STAGING },
  ],
  locations: ['westeurope', 'East US'],
};
const ONE_PLACE: Reach = {
  ...REACH,
  subscriptions: [{ name: 'prod', id: PROD }],
  locations: ['westeurope'],
};

function url(subscriptionId = PROD, location = 'westeurope', host = 'management.azure.com') {
  return (
    `https://${host}/subscriptions/${subscriptionId}/providers/Microsoft.DBforMySQL` +
    `/locations/${location}/azureAsyncOperation/${ID}?api-version=2024-12-30&t=1&c=2&s=3&h=4`
  );
}

/** Why a wish is refused; fails where it is not. */
function refusal(wish: Wish, reach = REACH): string {
  const found = findOperation(wish, reach);
  if (found.kind !== 'refused') throw new Error(`It was found: ${JSON.stringify(found)}`);
  return found.explanation;
}

describe('a URL', () => {
  const reference = { subscriptionId: PROD, location: 'westeurope', operationId: ID };

  it('says everything itself', () => {
    expect(findOperation({ operation: url() }, REACH)).toEqual({ kind: 'reference', reference });
    expect(findOperation({ operation: `<${url().replaceAll('&', '&amp;')}>` }, REACH)).toEqual({
      kind: 'reference',
      reference,
    });
  });

  it('may name a place where nobody would look for a bare id', () => {
    expect(findOperation({ operation: url(PROD, 'Japan%20East') }, REACH)).toMatchObject({
      kind: 'reference',
      reference: { location: 'Japan East' },
    });
  });

  it('is refused for a subscription that is not listed', () => {
    const why = refusal({ operation: url(UNLISTED) });
    expect(why).toContain(UNLISTED);
    expect(why).toContain('prod, staging');
    expect(why).toContain('AZURE_SUBSCRIPTIONS');
  });

  it('is refused for another host, whatever is in it', () => {
    const why = refusal({
      operation: url(PROD, 'westeurope', 'management.azure.com.evil.example'),
    });
    expect(why).toContain('I read operations from management.azure.com only');
  });

  it('never has its signature said back', () => {
    for (const operation of [url(UNLISTED), url(PROD, 'a/b'), url(PROD, 'x', 'evil.example')]) {
      expect(refusal({ operation })).not.toContain('t=1');
    }
  });

  it.each([
    { location: 'westeurope' },
    { location: 'West Europe' },
    { subscription: 'prod' },
    { subscription: PROD.toUpperCase() },
  ])('may be repeated in words: %o', (words) => {
    expect(findOperation({ operation: url(), ...words }, REACH)).toEqual({
      kind: 'reference',
      reference,
    });
  });

  it.each([{ location: 'eastus' }, { subscription: 'staging' }, { subscription: STAGING }])(
    'is refused where words contradict it: %o',
    (words) => {
      expect(refusal({ operation: url(), ...words })).toContain('differs from what you added');
    },
  );

  it('is refused where words name a subscription that is not listed', () => {
    expect(refusal({ operation: url(), subscription: 'test' })).toContain('prod, staging');
  });
});

describe('a bare id', () => {
  it('is one operation where there is only one place', () => {
    expect(findOperation({ operation: ID }, ONE_PLACE)).toEqual({
      kind: 'reference',
      reference: { subscriptionId: PROD, location: 'westeurope', operationId: ID },
    });
  });

  it('may be in any place', () => {
    const found = findOperation({ operation: ID }, REACH);
    expect(found).toEqual({
      kind: 'candidates',
      candidates: [
        { subscriptionId: PROD, location: 'westeurope', operationId: ID },
        { subscriptionId: PROD, location: 'East US', operationId: ID },
        { subscriptionId: STAGING, location: 'westeurope', operationId: ID },
        { subscriptionId: STAGING, location: 'East US', operationId: ID },
      ],
    });
  });

  it('is one operation where words leave one place', () => {
    for (const subscription of ['staging', 'Staging', STAGING, STAGING.toUpperCase()]) {
      expect(findOperation({ operation: ID, location: 'Japan East', subscription }, REACH)).toEqual(
        {
          kind: 'reference',
          reference: { subscriptionId: STAGING, location: 'Japan East', operationId: ID },
        },
      );
    }
  });

  it('may still be in one of several subscriptions', () => {
    const found = findOperation({ operation: ID, location: 'westeurope' }, REACH);
    expect(found).toMatchObject({
      candidates: [{ subscriptionId: PROD }, { subscriptionId: STAGING }],
    });
  });

  it('needs a place where none is configured', () => {
    expect(refusal({ operation: ID }, { ...REACH, locations: [] })).toContain('in westeurope');
  });

  it('is not looked for in too many places', () => {
    const locations = Array.from({ length: 31 }, (_, index) => `region${index}`);
    const why = refusal({ operation: ID }, { ...REACH, locations });
    expect(why).toContain('62 places');
    expect(why).toContain('in <location>');
  });

  it.each(['test', UNLISTED, ''])('is refused on a subscription that is not listed: %j', (name) => {
    const why = refusal({ operation: ID, subscription: name });
    expect(why).toContain('prod, staging');
  });

  it.each(['west/europe', '../x', 'westeurope?', '<!channel>', '', 'x'.repeat(61)])(
    'is refused in what is no location: %j',
    (location) => {
      expect(refusal({ operation: ID, location })).toContain('no Azure location');
    },
  );
});

describe('what names no operation', () => {
  it.each(['', 'nonsense', 'https://', '/subscriptions/x', '<!channel>', 'x'.repeat(20_000)])(
    'is refused with what is wanted: %.20s',
    (operation) => {
      expect(refusal({ operation })).toMatch(/[.?]$|Please/);
    },
  );
});
