/** A pasted text as it was before mail clients, terminals and chats had it. */
export interface ReadablePaste {
  readonly text: string;
  /** Where in the pasted text a place of `text` is; its end for the end. */
  readonly origin: (at: number) => number;
}

const INVISIBLE = String.raw`[\p{Cf}\p{Default_Ignorable_Code_Point}]`;

/**
 * What carriers do to a text, each with what stood there before:
 * - a line break, with the `=` of quoted-printable before it and the indentation or `>` of a quotation behind it;
 * - the colours of a terminal; characters that nobody sees; dashes that a phone or a typesetter prefers;
 * - HTML's entities, which Slack uses, too; JSON's escapes; percent-encoding, once or several times.
 */
const DAMAGE = new RegExp(
  [
    String.raw`(?:=${INVISIBLE}{0,9})?(?:\r\n?|[\n\u0085\u2028\u2029])(?:\s|>|&gt;|${INVISIBLE})*`,
    String.raw`\u001b\[[\d;]{0,16}[a-z]`,
    `${INVISIBLE}+`,
    String.raw`[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]`,
    String.raw`[^\S\n ]`,
    '&(?:amp|lt|gt|quot|apos|nbsp|#39|#x27|#x2f|#45);',
    String.raw`\\(?:u0026|u003c|u003e|u003d|n|r|t|["'/])`,
    '%(?:25){0,8}(?:20|2d|2f|3a|3f|7b|7d)',
  ].join('|'),
  'giu',
);

const ENTITIES: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&apos;': "'",
  '&#39;': "'",
  '&#x27;': "'",
  '&#x2f;': '/',
  '&#45;': '-',
  '&nbsp;': ' ',
};

const BACKSLASHED: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\n',
  t: ' ',
  u0026: '&',
  u003c: '<',
  u003e: '>',
  u003d: '=',
};

/**
 * Undoes what carriers do to a text. A line break stays, as one `\n` without what stands around it: whether it
 * is a wrap or an end is for the reader to tell. Takes time linear in the text's length.
 */
export function readablePaste(pasted: string): ReadablePaste {
  let text = '';
  let done = 0;
  // Where each piece begins in `text` and in what was pasted; within a piece, both go on alike.
  const pieces: { readonly at: number; readonly from: number }[] = [];
  for (const { 0: damaged, index } of pasted.matchAll(DAMAGE)) {
    pieces.push({ at: text.length, from: done });
    text += pasted.slice(done, index);
    pieces.push({ at: text.length, from: index });
    text += undamaged(damaged);
    done = index + damaged.length;
  }
  pieces.push({ at: text.length, from: done });
  text += pasted.slice(done);
  const origin = (at: number) => {
    if (at >= text.length) return pasted.length;
    let [first, behind] = [0, pieces.length];
    while (behind - first > 1) {
      const middle = (first + behind) >> 1;
      if ((pieces[middle]?.at ?? 0) <= at) first = middle;
      else behind = middle;
    }
    const piece = pieces[first];
    return piece ? piece.from + at - piece.at : at;
  };
  return { text, origin };
}

function undamaged(damaged: string): string {
  const [first = ''] = damaged;
  if (first === '&') return ENTITIES[damaged.toLowerCase()] ?? damaged;
  if (first === '%') return String.fromCharCode(Number.parseInt(damaged.slice(-2), 16));
  if (first === '\\') return BACKSLASHED[damaged.slice(1).toLowerCase()] ?? damaged.slice(1);
  if (/[\n\r\u0085\u2028\u2029]/.test(damaged)) return '\n';
  if (/^\p{Pd}|^\u2212/u.test(damaged)) return '-';
  return /^\s$/.test(damaged) && damaged !== '\ufeff' ? ' ' : '';
}
