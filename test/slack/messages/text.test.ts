import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { code, escaped, quoted } from '../../../src/slack/messages/text.ts';
import { bounded } from '../../../src/words/plain-text.ts';
import { brokenEntities, foreignMarkup } from './read-message.ts';

/** Texts of what is hard to cut: entities, surrogate pairs, mentions, line breaks. */
const hardToCut = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '&',
        '<',
        '>',
        '<!channel>',
        '<@U0BOB>',
        '&amp;',
        '`',
        '```',
        '\n',
        '👀',
        '𝔸',
      ),
      fc.string({ unit: 'grapheme', maxLength: 5 }),
    ),
    { maxLength: 60 },
  )
  .map((parts) => parts.join(''));
const limit = fc.integer({ min: 10, max: 80 });

function forAnyText(check: (text: string, limit: number) => void): void {
  fc.assert(fc.property(hardToCut, limit, check), { numRuns: 2000 });
}

describe('escaped', () => {
  it('takes the power from mentions and links', () => {
    expect(escaped('<!channel> a & b <https://x|y>', 100)).toBe(
      '&lt;!channel&gt; a &amp; b &lt;https://x|y&gt;',
    );
  });

  it('escapes what is escaped already, so that it is shown as it was', () => {
    expect(escaped('&lt;', 100)).toBe('&amp;lt;');
  });

  it('leaves nothing that Slack would take for a mention, and cuts nothing in two', () => {
    forAnyText((text, most) => {
      const result = escaped(text, most);
      expect(foreignMarkup(result)).toEqual([]);
      expect(brokenEntities(result)).toEqual([]);
      expect(result.isWellFormed()).toBe(true);
      expect(result.length).toBeLessThanOrEqual(most);
    });
  });

  it('shows that something is missing', () => {
    expect(escaped('abcdefghijkl', 10)).toMatch(/^abcdefgh.*…$/);
    expect(escaped('abc', 10)).toBe('abc');
  });
});

describe('code', () => {
  it('can’t be ended from inside', () => {
    expect(code('a`b', 100).match(/`/g)).toHaveLength(2);
  });

  it('stays on one line', () => {
    expect(code('a\r\n  b', 100)).toBe('`a b`');
  });

  it('holds for any text', () => {
    forAnyText((text, most) => {
      const result = code(text, most);
      expect(result).toMatch(/^`[^`\n]*`$/);
      expect(foreignMarkup(result)).toEqual([]);
      expect(brokenEntities(result)).toEqual([]);
      expect(result.length).toBeLessThanOrEqual(most);
    });
  });
});

describe('quoted', () => {
  it('quotes each line', () => {
    expect(quoted('a\n\nb <c>', 100)).toBe('>a\n>\n>b &lt;c&gt;');
  });

  it('holds for any text', () => {
    forAnyText((text, most) => {
      const result = quoted(text, most);
      for (const line of result.split('\n')) expect(line.startsWith('>')).toBe(true);
      expect(foreignMarkup(result)).toEqual([]);
      expect(result.length).toBeLessThanOrEqual(most);
      expect(result.isWellFormed()).toBe(true);
    });
  });

  it('cuts no entity in two', () => {
    forAnyText((text, most) => {
      expect(brokenEntities(quoted(text, most))).toEqual([]);
    });
  });
});

describe('bounded', () => {
  it('leaves alone what fits', () => {
    expect(bounded('abcd', 4)).toBe('abcd');
  });

  it('cuts what does not, and shows it', () => {
    expect(bounded('abcde', 4)).toBe('abc…');
  });

  it('cuts no character in two', () => {
    expect(bounded('ab👀cd', 4)).toBe('ab…');
    forAnyText((text, most) => {
      const result = bounded(text, most);
      expect(result.isWellFormed()).toBe(true);
      expect(result.length).toBeLessThanOrEqual(most);
    });
  });
});
