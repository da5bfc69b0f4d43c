import { describe, expect, test } from 'vitest';
import { formatDate } from '../../src/sandbox/page/app/mrkdwn/format-date.ts';
import { parseMrkdwn } from '../../src/sandbox/page/app/mrkdwn/parse-mrkdwn.ts';
import { plainWords } from '../../src/sandbox/page/app/mrkdwn/plain-words.ts';
import { safeUrl } from '../../src/sandbox/page/app/mrkdwn/safe-url.ts';
import { permalinkHash } from '../../src/sandbox/page/app/state/permalink.ts';

function inline(text: string, verbatim = true) {
  const [chunk] = parseMrkdwn(text, verbatim);
  return chunk?.kind === 'lines' ? chunk.children : chunk;
}
const text = (words: string) => ({ kind: 'text', text: words });

describe('mrkdwn', () => {
  test('styles whole words, one in the other', () => {
    expect(inline('*a _b_* ~c~')).toEqual([
      { kind: 'bold', children: [text('a '), { kind: 'italic', children: [text('b')] }] },
      text(' '),
      { kind: 'strike', children: [text('c')] },
    ]);
  });

  test.each([
    '2*3*4',
    'snake_case_name',
    '* a *',
    '*',
    '**',
    '*open',
    '`open',
    'a ~ b ~ c',
    '_a\nb_',
  ])('leaves %j as it is', (words) => {
    expect(inline(words)).toEqual([text(words)]);
  });

  test('does not style within code, nor close a style there', () => {
    expect(inline('*a `b* *c` d*')).toEqual([
      { kind: 'bold', children: [text('a '), { kind: 'code', text: 'b* *c' }, text(' d')] },
    ]);
  });

  test('undoes the three entities once', () => {
    expect(inline('&lt;!channel&gt; &amp;lt; &quot;')).toEqual([text('<!channel> &lt; &quot;')]);
  });

  test.each([
    [
      '<https://a.example/?b=1&amp;c=2|the page>',
      { kind: 'link', url: 'https://a.example/?b=1&c=2', label: 'the page' },
    ],
    ['<@U0ALICE>', { kind: 'user', id: 'U0ALICE' }],
    ['<#C0DBA|dba>', { kind: 'channel', id: 'C0DBA', label: 'dba' }],
    ['<!subteam^S0DBAS>', { kind: 'group', id: 'S0DBAS' }],
    ['<!here>', { kind: 'broadcast', range: 'here' }],
    ['<!date^60^{time}|then>', { kind: 'date', atMs: 60_000, format: '{time}', fallback: 'then' }],
  ])('knows %s', (words, node) => {
    expect(inline(words)).toEqual([node]);
  });

  test.each(['<javascript:alert(1)|x>', '<img src=x>', '<>', '< https://a.example>', '<!nothing>'])(
    'takes %s for text',
    (words) => {
      expect(inline(words)).toEqual([text(words)]);
    },
  );

  test('makes links of bare URLs, unless it is verbatim', () => {
    const link = { kind: 'link', url: 'https://a.example/x_y_z', label: 'https://a.example/x_y_z' };
    expect(inline('see https://a.example/x_y_z.', false)).toEqual([text('see '), link, text('.')]);
    expect(inline('see https://a.example/x', true)).toEqual([text('see https://a.example/x')]);
  });

  test('tells quotes, bullets, code blocks and lines apart', () => {
    expect(parseMrkdwn('a\n>b\n&gt; c\n• d\n   • e\n```\n*f*\n>g\n```h')).toEqual([
      { kind: 'lines', children: [text('a')] },
      { kind: 'quote', children: [text('b\nc')] },
      {
        kind: 'bullets',
        items: [
          { depth: 0, children: [text('d')] },
          { depth: 1, children: [text('e')] },
        ],
      },
      { kind: 'preformatted', text: '*f*\n>g' },
      { kind: 'lines', children: [text('h')] },
    ]);
  });

  test('stays quick on hostile text', () => {
    const started = process.cpuUsage();
    for (const piece of ['*', '_a ', '<', '`', '```', '<a', '*`', '&gt;']) {
      parseMrkdwn(piece.repeat(3000 / piece.length));
    }
    expect(process.cpuUsage(started).user / 1000).toBeLessThan(1000);
  });

  test('becomes plain words', () => {
    const nameOf = (kind: string, id: string) => `${kind} ${id}`;
    expect(plainWords('🚨 <!subteam^S1> *the `x`* <https://a.example|page>', nameOf, 0)).toBe(
      '🚨 group S1 the x page',
    );
  });
});

describe('a date', () => {
  const noon = new Date(2026, 10, 23, 12, 34, 56).getTime();
  const day = 86_400_000;

  test('is near or far', () => {
    expect(formatDate(noon, '{date_short_pretty}', noon)).toBe('today');
    expect(formatDate(noon - day, 'by {date_short_pretty}', noon)).toBe('by yesterday');
    expect(formatDate(noon + day, '{date_pretty}', noon)).toBe('tomorrow');
    expect(formatDate(noon, '{date_short_pretty}', noon + 9 * day)).toContain('23');
    expect(formatDate(noon, '{date_num} {time_secs}', noon)).toMatch(/2026-11-23 .*34:56/);
    expect(formatDate(noon, '{time}', noon)).not.toContain('56');
  });

  test('leaves words it does not know', () => {
    expect(formatDate(noon, 'x {nonsense}', noon)).toBe('x {nonsense}');
  });
});

describe('links', () => {
  test('open http(s) only', () => {
    expect(safeUrl('https://a.example/')).toBe('https://a.example/');
    expect(safeUrl('javascript:alert(1)')).toBeUndefined();
    expect(safeUrl('data:text/html,x')).toBeUndefined();
    expect(safeUrl('nonsense')).toBeUndefined();
  });

  test('to messages of the workspace lead to their place in the page', () => {
    expect(permalinkHash('https://sandbox.slack.com/archives/C0DBA/p1700000000000001')).toBe(
      '#C0DBA?message=1700000000.000001',
    );
    expect(permalinkHash('https://portal.azure.com/archives')).toBeUndefined();
  });
});
