const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/**
 * Makes text from outside harmless in mrkdwn: `<!channel>` in an Azure error would ping everybody.
 *
 * @param limit most characters of the result, entities counted whole; what is over it becomes `…`
 */
export function escaped(text: string, limit: number): string {
  let result = '';
  for (const character of text) {
    const next = ENTITIES[character] ?? character;
    if (result.length + next.length > limit - 1) return `${result}…`;
    result += next;
  }
  return result;
}

/** Text from outside in a code span: nothing in it can end the span. */
export function code(text: string, limit: number): string {
  const line = text.replaceAll('`', 'ʼ').replaceAll(/\s+/g, ' ').trim();
  return `\`${escaped(line || '…', limit - 2)}\``;
}

/** What mrkdwn takes for its own: bold, struck out, code, italic, an emoji, a quotation. */
const MARKUP = /[*~`]|(?:^|\W)_|_(?:\W|$)|:[\w+'-]*[a-z][\w+'-]*:|:\d{3,4}:|^\s*>/im;

/** Text from outside that is to be read letter for letter in mrkdwn: as code where mrkdwn would read it otherwise. */
export function literally(text: string, limit: number): string {
  return MARKUP.test(text) ? code(text, limit) : escaped(text, limit);
}

/** Text from outside as a quotation, line by line. */
export function quoted(text: string, limit: number): string {
  const lines = text.split('\n').slice(0, limit / 4);
  return escaped(lines.join('\n'), limit - lines.length)
    .split('\n')
    .map((line) => `>${line}`)
    .join('\n');
}
