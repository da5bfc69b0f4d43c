import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { operationPath, operationUrl } from '../../src/azure/format-operation.ts';
import { parseOperations } from '../../src/azure/parse-operations.ts';
import { type OperationReference, referenceKey } from '../../src/watch/operation-reference.ts';

const armEndpoint = 'https://management.azure.com';
/** The only operation that a text names. */
function parse(text: string, options = { armEndpoint }) {
  const [first, ...more] = parseOperations(text, options);
  expect(more).toEqual([]);
  return first;
}

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
    ['a fragment after an ARM id', `${path('westus')}#x`],
    ['a query after an ARM id', `${path('westus')}?api-version=1&t=2`],
  ])('takes %s', (_, text) => {
    expect(parse(text)).toEqual(reference('westus'));
  });

  it.each([
    ['East%20US', 'East US'],
    ['East US', 'East US'],
    ['east_us2', 'east_us2'],
    ['East US 2', 'East US 2'],
    ['East+US+2', 'East US 2'],
    ['EAST US', 'East US'],
    ['(US) East US 2', 'East US 2'],
    ['Atlantis South', 'Atlantis South'],
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

  it.each([G.toUpperCase(), `{${G}}`, `\`${G}\``])('takes the bare id %s', (text) => {
    expect(parse(text)).toEqual({ kind: 'bare', operationId: G });
  });

  it('takes http where ARM is configured as http on loopback', () => {
    const loopback = 'http://127.0.0.1:4010';
    expect(parse(`${loopback}${path('westus')}`, { armEndpoint: loopback })).toEqual(
      reference('westus'),
    );
  });
});

describe('what is refused', () => {
  it.each([
    ['empty', ' <> '],
    ['empty', '?api-version=1'],
    ['not-an-operation', 'build-42'],
    ['not-an-operation', `${G}0`],
    ['not-an-operation', `{${'-'.repeat(36)}}`],
    ['not-an-operation', 'https://'],
    ['not-an-operation', `${armEndpoint}${path('westus', 'servers')}`],
    ['bad-operation-id', `${armEndpoint}${path('westus')}/more`],
    ['not-an-operation', path('westus').replace('MySQL', 'PostgreSQL')],
    ['not-an-operation', path('westus').replace('providers', '%zz')],
    ['not-an-operation', `https://me:pass@management.azure.com${path('westus')}`],
    ['foreign-host', `https://management.azure.com.evil.example${path('westus')}`],
    ['foreign-host', `https://management.azure.com:8443${path('westus')}`],
    ['foreign-host', `ftp://evil.example${path('westus')}`],
    ['wrong-scheme', `http://management.azure.com${path('westus')}`],
    ['bad-subscription', path('westus').replace(S, 'prod')],
    ['not-an-operation', path('%2e%2e%2fx')],
    ['bad-location', path('%2e%2e')],
    ['bad-location', path('%zz')],
    ['bad-location', path('w'.repeat(65))],
    ['bad-operation-id', path('westus', 'operationProgress', 'a%2fb')],
    ['bad-operation-id', path('westus', 'operationProgress', 'x'.repeat(129))],
    ['too-long', `${path('westus')}?${'x'.repeat(128 * 1024)}`],
  ])('%s: %s', (reason, text) => {
    expect(parse(text)).toMatchObject({ kind: 'refused', reason });
  });

  it('takes no other scheme or port for a configured loopback', () => {
    const at = { armEndpoint: 'http://127.0.0.1:4010' };
    expect(parse(`https://127.0.0.1:4010${path('westus')}`, at).kind).toBe('refused');
    expect(parse(`http://127.0.0.1:4011${path('westus')}`, at).kind).toBe('refused');
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

describe('what is pasted around it', () => {
  const url = `${armEndpoint}${path('eastus', 'azureAsyncOperation')}`;
  const signed = `${url}?api-version=2024-12-30&${signature}`;
  const result = `${armEndpoint}${path('eastus', 'operationResults')}?api-version=1&${signature}`;
  const other = 'c0ffee00-1234-4567-89ab-cdef01234567';

  it.each([
    ['a header', `Azure-AsyncOperation: ${signed}`],
    ['a header as Python prints it', `'Location': '${signed}'`],
    ['a request line', `GET ${url} HTTP/1.1`],
    ['a command for the shell', `curl -sS -H "Authorization: Bearer $T" "${signed}"`],
    [
      'JSON',
      JSON.stringify({ id: path('eastus'), name: G, status: 'InProgress', subscription: S }),
    ],
    ['JSON with escapes', `{"url":"${signed.replaceAll('/', '\\/').replaceAll('&', '\\u0026')}"}`],
    ['both headers', `Azure-AsyncOperation: ${signed}\nLocation: ${result}\nRetry-After: 10`],
    ['Slack’s link', `<${signed.replaceAll('&', '&amp;')}|${url.slice(8, 60)}…>`],
    ['Markdown', `[the backup](${url})`],
    ['a word with a dot', `backup.sh v1.2 ${path('eastus')}`],
    ['a sentence', `It is ${url}. Please look.`],
    ['no scheme', url.slice('https://'.length)],
    [
      'Outlook’s safe link',
      `https://eur01.safelinks.protection.outlook.com/?url=${encodeURIComponent(signed)}&data=05%7C01`,
    ],
    ['a quoted mail', `> see\n> ${url.slice(0, 70)}\n> ${url.slice(70)}\n>\n> Bob`],
    ['quoted-printable', signed.replaceAll(/(.{75})/g, '$1=\r\n').replaceAll('?', '=3D?')],
    ['colours of a terminal', `\u001b[33m${url}\u001b[0m`],
    ['double slashes', url.replaceAll('/', '//').replace(':////', '://')],
    [
      'az rest --debug',
      [
        `DEBUG: cli.azure.cli.core.util:     'x-ms-client-request-id': '${S}'`,
        `DEBUG: cli.azure.cli.core.util: Request URL: '${armEndpoint}/subscriptions/${S}/resourceGroups/rg/providers/Microsoft.DBforMySQL/flexibleServers/orders/backupAndExport?api-version=1'`,
        `DEBUG: cli.azure.cli.core.util: 'Azure-AsyncOperation': '${signed}'`,
        `DEBUG: cli.azure.cli.core.util: 'Location': '${result}'`,
        `DEBUG: cli.azure.cli.core.util: 'x-ms-correlation-request-id': '${other}'`,
        `DEBUG: cli.azure.cli.core.util: 'x-ms-routing-request-id': 'WESTEUROPE:20240101T120000Z:${other}'`,
        `DEBUG: cli.azure.cli.core.util: 'ETag': '"${other}"'`,
        `DEBUG: msal: https://login.microsoftonline.com/${other}/oauth2?client_id=${other}`,
        'INFO: Command ran in 1.344 seconds (init: 0.1, invoke: 1.2)',
      ].join('\n'),
    ],
  ])('is overlooked: %s', (_, text) => {
    expect(parse(text)).toEqual(reference('eastus'));
  });

  it('is overlooked where a terminal has wrapped it at 80 columns', () => {
    const text = `DEBUG: cli.azure.cli.core.util: 'Azure-AsyncOperation': '${signed}'`;
    expect(parse(text.replaceAll(/(.{80})/g, '$1\n'))).toEqual(reference('eastus'));
  });

  it('is overlooked where line breaks have become spaces', () => {
    expect(parse(url.replaceAll(/(.{33})/g, '$1 '))).toEqual(reference('eastus'));
  });

  it.each([
    `${G}.`,
    `${G},`,
    `(${G})`,
    `*${G}*`,
    `_${G}_`,
    `\`${G}\``,
    `\u200b${G}\u2060`,
    `\u200e${G.slice(0, 9)}\u00ad${G.slice(9)}`,
    G.replaceAll('-', '\u2011'),
    G.replaceAll('-', '\u2212'),
    G.replaceAll('-', ''),
    `operation id: ${G}`,
    `OPERATION_ID=${G}`,
    `our app ${G}`,
    `${G.slice(0, 19)}\n${G.slice(19)}`,
  ])('is overlooked around a bare id: %s', (text) => {
    expect(parse(text)).toEqual({ kind: 'bare', operationId: G });
  });

  it.each([`{${G}}`, `%7B${G}%7D`])('may be a placeholder’s braces: %s', (id) => {
    expect(parse(path('eastus', 'operationProgress', id))).toEqual(reference('eastus'));
  });

  it('may be other operations: each is found, once', () => {
    const three = `${G}, ${armEndpoint}${path('eastus', 'operationResults', other)} and ${S} ${G}`;
    expect(parseOperations(three, { armEndpoint })).toEqual([
      { kind: 'bare', operationId: G },
      reference('eastus', other),
      { kind: 'bare', operationId: S },
    ]);
  });

  it('leaves what is refused among them refused', () => {
    const evil = `https://evil.example${path('eastus')}`;
    expect(parseOperations(`${evil} ${G}`, { armEndpoint })).toMatchObject([
      { kind: 'refused', reason: 'foreign-host' },
      { kind: 'bare' },
    ]);
  });

  it('can’t hide a foreign host', () => {
    const evil = `https://evil.example${path('eastus')}`;
    for (const text of [
      evil.replace('evil', 'ev\nil'),
      evil.replace('evil', 'ev\u200bil'),
      evil.replace('https://', ''),
      evil.replace('https://', 'https:/ /'),
      evil.replace('https://evil.example', 'evilmanagement.azure.com'),
      `https://ci.example/run?operation=${G}`,
      encodeURIComponent(evil),
    ]) {
      expect(parse(text)).toMatchObject({ kind: 'refused', reason: 'foreign-host' });
    }
  });
});

describe('a server', () => {
  const server = `/subscriptions/${S}/resourceGroups/rg/providers/Microsoft.DBforMySQL/flexibleServers/orders`;

  it.each([
    server,
    `${armEndpoint}${server}?api-version=1`,
    `https://portal.azure.com/#@contoso.com/resource${server}/overview`,
    `https://portal.azure.com/#view/Blade/id/${encodeURIComponent(server)}`,
    'https://portal.azure.com/#home',
  ])('is no operation, and where that is found is said: %s', (text) => {
    const parsed = parse(text);
    expect(parsed).toMatchObject({ kind: 'refused', reason: 'a-server' });
    expect(parsed).toMatchObject({ explanation: expect.stringContaining('Azure-AsyncOperation') });
  });
});

const uuid = fc.uuid();
const location = fc.stringMatching(/^[a-z\d_]{1,20}( [a-z\d_]{1,9}){0,2}$/);
const operationId = fc.oneof(
  uuid,
  fc.stringMatching(/^[A-Za-z0-9]([A-Za-z0-9._-]{0,40}[A-Za-z0-9])?$/),
);
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
      for (const parsed of parseOperations(text, { armEndpoint })) {
        if (parsed.kind !== 'reference') continue;
        expect(parsed.reference.subscriptionId).toMatch(/^[0-9a-f-]{36}$/);
        expect(parsed.reference.location).toMatch(/^[ \w]+$/);
        expect(parsed.reference.operationId).toMatch(/^[\w.-]{1,128}$/);
      }
    }),
    { numRuns: 2_000 },
  );
});

/** What happens to a text on its way, each harmless to who reads it. */
const damages: Readonly<Record<string, (text: string, at: number) => string>> = {
  'zero-width space': (text, at) => inserted(text, at, '\u200b'),
  'word joiner': (text, at) => inserted(text, at, '\u2060'),
  'left-to-right mark': (text, at) => inserted(text, at, '\u200e'),
  'soft hyphen': (text, at) => inserted(text, at, '\u00ad'),
  'other hyphens': (text) => text.replaceAll('-', '\u2011'),
  'minus signs': (text) => text.replaceAll('-', '\u2212'),
  'upper case': (text) => text.toUpperCase(),
  entities: (text) => text.replaceAll('&', '&amp;'),
  'a terminal’s wraps': (text) => text.replaceAll(/([^\n]{80})/g, '$1\n'),
  'a quoted mail': (text) => `> ${text.replaceAll(/([^\n]{70})/g, '$1\n> ')}`,
  'quoted-printable': (text) => text.replaceAll(/([^\n]{75})/g, '$1=\r\n'),
  'double slashes': (text) => text.replaceAll(/(?<![:/])\/(?!\/)/g, '//'),
  brackets: (text) => `(${text})`,
  'Slack’s link': (text) => `<${text}>`,
  'Slack’s bold': (text) => `*${text}*`,
  'Slack’s italics': (text) => `_${text}_`,
  'Slack’s code': (text) => `\`${text}\``,
  'a header': (text) => `Location: ${text}\nRetry-After: 10`,
  'JSON’s quotes': (text) => `{"url": "${text}", "status": "Accepted"}`,
  'a comma': (text) => `${text}, please`,
};

function inserted(text: string, at: number, what: string): string {
  const place = at % (text.length + 1);
  return `${text.slice(0, place)}${what}${text.slice(place)}`;
}

const damage = fc
  .array(fc.tuple(fc.constantFrom(...Object.keys(damages)), fc.nat()), { maxLength: 4 })
  .map(
    (chosen) => (text: string) =>
      chosen.reduce((damaged, [name, at]) => damages[name]?.(damaged, at) ?? damaged, text),
  );

const forms: Readonly<Record<string, (written: OperationReference) => string>> = {
  URL: (written) => operationUrl(armEndpoint, written),
  'signed URL': (written) => `${operationUrl(armEndpoint, written)}&t=63&c=MIIH&s=a_b-c&h=x`,
  'without its scheme': (written) => operationUrl(armEndpoint, written).slice('https://'.length),
  'ARM id': operationPath,
  'another collection': (written) =>
    operationPath(written).replace('operationProgress', 'azureAsyncOperation'),
  'unencoded location': (written) => decodeURIComponent(operationPath(written)),
  'plus for spaces': (written) => operationPath(written).replaceAll('%20', '+'),
  braces: (written) =>
    operationPath(written).replace(written.operationId, `{${written.operationId}}`),
};

const guidReferences = fc.record({
  subscriptionId: uuid,
  location: fc.constantFrom('eastus2', 'East US 2', 'West Europe', 'westeurope', 'Atlantis'),
  operationId: uuid,
});

test('a reference in any form is found as itself, whatever happens to it', () => {
  const form = fc.constantFrom(...Object.keys(forms));
  fc.assert(
    fc.property(guidReferences, form, damage, (written, name, harm) => {
      const text = harm(forms[name]?.(written) ?? '');
      const [found, ...more] = parseOperations(text, { armEndpoint });
      const key = found.kind === 'reference' && referenceKey(found.reference);
      expect(key, text).toBe(referenceKey(written));
      expect(more, text).toEqual([]);
    }),
    { numRuns: 5_000 },
  );
});

test('a bare id is found as itself, whatever happens to it', () => {
  fc.assert(
    fc.property(uuid, damage, fc.boolean(), (id, harm, hasDashes) => {
      const typed = hasDashes ? id : id.replaceAll('-', '');
      expect(parseOperations(harm(typed), { armEndpoint })).toEqual([
        { kind: 'bare', operationId: id },
      ]);
    }),
    { numRuns: 2_000 },
  );
});

test('a text that names none is never taken for one', () => {
  const word = fc.oneof(
    fc.constantFrom(
      'subscriptions/',
      '/providers/',
      'Microsoft.DBforMySQL',
      '/locations/eastus/',
      '-',
      '\n',
      S.slice(0, 35),
      `${G}a`,
      'operationResults',
    ),
    fc.string({ unit: 'grapheme', maxLength: 12 }),
    fc.stringMatching(/^[0-9a-f]{1,31}$/),
  );
  fc.assert(
    fc.property(fc.array(word, { maxLength: 30 }), (words) => {
      const text = words.join(' , ');
      expect(parseOperations(text, { armEndpoint })).toMatchObject([{ kind: 'refused' }]);
    }),
    { numRuns: 2_000 },
  );
});

test('hostile texts of any size take no time', () => {
  const units = [
    '<',
    ' ',
    '`',
    '"',
    '/',
    'a',
    'https://',
    '|',
    '%',
    '-',
    '/subscriptions',
    '\n',
    '=\n',
    '%25',
    'a\n',
    'h ',
    '://',
    '&amp;',
    '\u200b',
    'a-',
  ];
  for (const size of [128 * 1024, 1024 * 1024]) {
    for (const unit of [...units, `subscriptions/${S}/providers/`, `${path('eastus')} `]) {
      const started = process.cpuUsage();
      parseOperations(unit.repeat(size / unit.length), { armEndpoint });
      expect(process.cpuUsage(started).user / 1000, JSON.stringify(unit)).toBeLessThan(1000);
    }
  }
});
