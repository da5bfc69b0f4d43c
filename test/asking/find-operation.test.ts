import { describe, expect, it } from 'vitest';
import { findOperations, type Reach, type Wish } from '../../src/asking/find-operation.ts';

const ID = 'aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee';
const PROD = '11111111-2222-3333-4444-555555555555';
const STAGING = '66666666-7777-8888-9999-000000000000';
const UNLISTED = '99999999-9999-9999-9999-999999999999';

const REACH: Reach = {
  cloud: 'public',
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

/** What the only operation of a wish is found to be. */
function findOperation(wish: Wish, reach: Reach) {
  const [found, ...more] = findOperations(wish, reach);
  expect(more).toEqual([]);
  return found;
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

  it.each([
    [{ location: 'northeurope' }, { location: 'northeurope' }],
    [{ location: '(US) East US 2' }, { location: 'East US 2' }],
    [{ subscription: 'staging' }, { subscriptionId: STAGING }],
    [
      { subscription: STAGING, location: 'North Europe' },
      { subscriptionId: STAGING, location: 'North Europe' },
    ],
  ])('gives way to what is said in words: %o', (words, meant) => {
    expect(findOperation({ operation: url(), ...words }, REACH)).toEqual({
      kind: 'reference',
      reference: { ...reference, ...meant },
    });
  });

  it('of an unlisted subscription is read where words name one that is listed', () => {
    expect(findOperation({ operation: url(UNLISTED), subscription: 'prod' }, REACH)).toEqual({
      kind: 'reference',
      reference,
    });
  });

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

describe('a slip', () => {
  it.each([
    ['eastu', 'East US'],
    ['westeurop', 'West Europe'],
    ['East UK', 'East US'],
    ['northeruope', 'North Europe'],
    ['(Europe) Wset Europe', 'West Europe'],
    ['germanywest', 'Germany West Central'],
  ])('in a location gets the one that was meant: %s', (location, meant) => {
    expect(refusal({ operation: ID, location })).toContain(`Did you mean “in ${meant}”?`);
    expect(refusal({ operation: url(), location })).toContain(`Did you mean “in ${meant}”?`);
  });

  it('is no slip where it is put in quotes', () => {
    expect(refusal({ operation: ID, location: 'atlantis' })).toContain('in "atlantis"');
    const meant = { operation: ID, location: 'atlantis', isLocationMeant: true };
    expect(findOperation(meant, ONE_PLACE)).toMatchObject({ reference: { location: 'atlantis' } });
  });

  it('is none where a location of that name is configured', () => {
    const reach = { ...ONE_PLACE, locations: ['Atlantis'] };
    expect(findOperation({ operation: ID, location: 'atlantis' }, reach)).toMatchObject({
      reference: { location: 'atlantis' },
    });
  });

  it.each(['prdo', 'Stagin', 'stagging'])('in a subscription gets the one meant: %s', (typed) => {
    const meant = /^p/i.test(typed) ? 'prod' : 'staging';
    expect(refusal({ operation: ID, subscription: typed })).toMatch(
      new RegExp(`^Did you mean “on ${meant}”\\?`),
    );
  });
});

describe('several operations', () => {
  const ids = (count: number) =>
    Array.from({ length: count }, (_, index) => ID.replace(/e{12}$/, String(1e11 + index)));

  it('are each found', () => {
    const [one, two] = ids(2);
    const operation = `${one} and ${url()}, ${two}`;
    expect(findOperations({ operation, location: 'East US' }, REACH)).toMatchObject([
      { kind: 'candidates' },
      { kind: 'reference', reference: { location: 'East US' } },
      { kind: 'candidates' },
    ]);
    expect(findOperations({ operation: ids(10).join(' ') }, ONE_PLACE)).toHaveLength(10);
  });

  it('are refused where they are too many, so that none is overlooked', () => {
    expect(refusal({ operation: ids(11).join(' ') })).toContain('11 operations');
  });
});

describe('what names no operation', () => {
  it.each(['', 'nonsense', 'https://', '/subscriptions/x', '<!channel>', 'x'.repeat(200_000)])(
    'is refused with what is wanted: %.20s',
    (operation) => {
      expect(refusal({ operation })).toMatch(/[.?]$|Please/);
    },
  );
});
