import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { operationPath, operationUrl } from '../../src/azure/format-operation.ts';
import { parseOperation } from '../../src/azure/parse-operation.ts';

const armEndpoint = 'https://management.azure.com';
const parse = (text: string) => parseOperation(text, { armEndpoint });

const S = '5a0d1c2e-3b4f-4a6d-8c7e-9f0a1b2c3d4e';
const G = 'b1f6c3de-0123-4567-89ab-cdef01234567';
const path = (location: string, collection = 'operationProgress', id = G) =>
  `/subscriptions/${S}/providers/Microsoft.DBforMySQL/locations/${location}/${collection}/${id}`;
const reference = (location: string, operationId = G) => ({
  kind: 'reference',
  reference: { subscriptionId: S, location, operationId },
});
const signature = `t=638000000000000000&c=${'MIIH'.repeat(1500)}&s=${'abc'.repeat(600)}&h=x_y-z`;

describe('what is accepted', () => {
  it.each(['azureAsyncOperation', 'operationResults', 'operationStatus', 'operationProgress'])(
    'takes a URL of %s',
    (collection) => {
      const url = `${armEndpoint}${path('westus', collection)}?api-version=2024-12-30`;
      expect(parse(url)).toEqual(reference('westus'));
    },
  );

  it.each([
    ['an ARM id', path('westus')],
    ['an ARM id without its first slash', path('westus').slice(1)],
    ['a slash at the end', `${path('westus')}/`],
    ['another casing', path('westus').toUpperCase().replace('WESTUS', 'westus')],
    ['another casing of the host', `HTTPS://Management.Azure.COM${path('westus')}`],
    ['the default port', `https://management.azure.com:443${path('westus')}`],
    ['white space around it', ` \n${path('westus')}\t`],
    ['Slack’s link', `<${armEndpoint}${path('westus')}>`],
    ['Slack’s link with a label', `<${armEndpoint}${path('westus')}?a=1&amp;b=2|management.az…>`],
    ['Slack’s escapes', `${armEndpoint}${path('westus')}?api-version=1&amp;t=2&amp;c=3`],
    ['Slack’s code', `\`${armEndpoint}${path('westus')}\``],
    ['quotes', `"${path('westus')}"`],
    ['a fragment', `${armEndpoint}${path('westus')}#x`],
    ['a fragment after an ARM id', `${path('westus')}#x`],
    ['a query after an ARM id', `${path('westus')}?api-version=1&t=2`],
  ])('takes %s', (_, text) => {
    expect(parse(text)).toEqual(reference('westus'));
  });

  it.each([
    ['East%20US', 'East US'],
    ['East US', 'East US'],
    ['east_us2', 'east_us2'],
  ])('decodes the location %s', (typed, location) => {
    expect(parse(`${armEndpoint}${path(typed)}`)).toEqual(reference(location));
    expect(parse(path(typed))).toEqual(reference(location));
  });

  it('drops a signed query of 8 KB and leaves nothing of it', () => {
    const url = `${armEndpoint}${path('westus', 'azureAsyncOperation')}?api-version=2024-12-30&${signature}`;
    expect(url.length).toBeGreaterThan(8_000);
    expect(parse(url)).toEqual(reference('westus'));
    expect(parse(`<${url.replaceAll('&', '&amp;')}>`)).toEqual(reference('westus'));
  });

  it('keeps the casing of ids that are no GUIDs, inside a path', () => {
    expect(parse(path('westus', 'operationResults', 'Job_42.a'))).toEqual(
      reference('westus', 'Job_42.a'),
    );
  });

  it.each([G, G.toUpperCase(), `{${G}}`, ` ${G} `, `\`${G}\``, `<${G}>`])(
    'takes the bare id %s',
    (text) => {
      expect(parse(text)).toEqual({ kind: 'bare', operationId: G });
    },
  );

  it('takes http where ARM is configured as http on loopback', () => {
    const loopback = 'http://127.0.0.1:4010';
    expect(parseOperation(`${loopback}${path('westus')}`, { armEndpoint: loopback })).toEqual(
      reference('westus'),
    );
  });
});

describe('what is refused', () => {
  it.each([
    ['empty', ''],
    ['empty', ' <> '],
    ['empty', '?api-version=1'],
    ['not-an-operation', 'nonsense'],
    ['not-an-operation', 'build-42'],
    ['not-an-operation', `${G}0`],
    ['not-an-operation', `{${'-'.repeat(36)}}`],
    ['not-an-operation', 'https://'],
    ['not-an-operation', `${armEndpoint}/`],
    ['not-an-operation', `${armEndpoint}${path('westus', 'servers')}`],
    ['not-an-operation', `${armEndpoint}${path('westus')}/more`],
    ['not-an-operation', path('westus').replace('MySQL', 'PostgreSQL')],
    ['not-an-operation', path('westus').replace('providers', '%zz')],
    ['not-an-operation', `https://me:pass@management.azure.com${path('westus')}`],
    ['foreign-host', `https://evil.example${path('westus')}`],
    ['foreign-host', `https://management.azure.com.evil.example${path('westus')}`],
    ['foreign-host', `https://management.azure.com:8443${path('westus')}`],
    ['foreign-host', `ftp://evil.example${path('westus')}`],
    ['wrong-scheme', `http://management.azure.com${path('westus')}`],
    ['bad-subscription', path('westus').replace(S, 'prod')],
    ['bad-location', path('west-us')],
    ['bad-location', path('%2e%2e%2fx')],
    ['bad-location', path('%20')],
    ['bad-location', path('%zz')],
    ['bad-location', path('w'.repeat(65))],
    ['bad-operation-id', path('westus', 'operationProgress', `${G} and more`)],
    ['bad-operation-id', path('westus', 'operationProgress', 'a%2fb')],
    ['bad-operation-id', path('westus', 'operationProgress', 'x'.repeat(129))],
    ['too-long', `${path('westus')}?${'x'.repeat(16 * 1024)}`],
  ])('%s: %s', (reason, text) => {
    expect(parse(text)).toMatchObject({ kind: 'refused', reason });
  });

  it('takes no other scheme or port for a configured loopback', () => {
    const at = { armEndpoint: 'http://127.0.0.1:4010' };
    expect(parseOperation(`https://127.0.0.1:4010${path('westus')}`, at).kind).toBe('refused');
    expect(parseOperation(`http://127.0.0.1:4011${path('westus')}`, at).kind).toBe('refused');
  });

  it('explains itself in a bounded sentence, without repeating what may be a secret', () => {
    const secret = 'eyJhbGciOiJSUzI1NiJ9.c2VjcmV0LXNlY3JldA.c2lnbmF0dXJl';
    const texts = [
      secret,
      `https://${secret.toLowerCase()}:pw-12345@management.azure.com/`,
      `https://evil.example/x?sig=${secret}`,
      `${armEndpoint}/nothing/${secret}`,
      `https://${'a'.repeat(60)}.${'b'.repeat(60)}.${'c'.repeat(60)}.example/`,
    ];
    for (const text of texts) {
      const parsed = parse(text);
      if (parsed.kind !== 'refused') throw new Error('accepted');
      expect(parsed.explanation.length).toBeLessThan(400);
      expect(parsed.explanation.toLowerCase()).not.toContain(secret.toLowerCase());
      expect(parsed.explanation).not.toContain('pw-12345');
    }
  });
});

const uuid = fc.uuid();
const location = fc.stringMatching(/^\w([ \w]{0,20}\w)?$/);
const operationId = fc.oneof(uuid, fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._-]{0,40}$/));
const references = fc.record({ subscriptionId: uuid, location, operationId });

test('a formatted operation parses to the same reference', () => {
  fc.assert(
    fc.property(references, (written) => {
      const expected = parse(operationPath(written));
      expect(parse(operationUrl(armEndpoint, written))).toEqual(expected);
      expect(expected).toEqual({
        kind: 'reference',
        reference: {
          ...written,
          operationId: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(written.operationId)
            ? written.operationId.toLowerCase()
            : written.operationId,
        },
      });
    }),
  );
});

test('no text makes it throw, and a reference always has a form that Azure takes', () => {
  const piece = fc.constantFrom(
    ...['<', '>', '|', '/', '//', '?', '%', '%2', '&amp;', ' ', '{', '}', '-', '\u202e', '\ud800'],
    ...[armEndpoint, path('westus'), 'subscriptions', S, G, 'https:', '@', 'East%20US', '\\', '"'],
  );
  const texts = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 300 }),
    fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join('')),
  );
  fc.assert(
    fc.property(texts, (text) => {
      const parsed = parse(text);
      if (parsed.kind !== 'reference') return;
      expect(parsed.reference.subscriptionId).toMatch(/^[0-9a-f-]{36}$/);
      expect(parsed.reference.location).toMatch(/^[ \w]+$/);
      expect(parsed.reference.operationId).toMatch(/^[\w.-]{1,128}$/);
    }),
    { numRuns: 2_000 },
  );
});

test('hostile texts of the largest size take no time', () => {
  const size = 16 * 1024;
  for (const unit of ['<', ' ', '`', '"', '/', 'a', 'https://', '|', '%', '-', '/subscriptions']) {
    const started = process.cpuUsage();
    parse(unit.repeat(size / unit.length));
    parse(`<${unit.repeat((size - 4) / unit.length)}`);
    expect(process.cpuUsage(started).user / 1000).toBeLessThan(200);
  }
});
