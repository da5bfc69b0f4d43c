import * as v from 'valibot';

const Part = v.record(v.string(), v.unknown());

/** What holds words, of a message, its blocks, attachments and files, as Slack's payloads call it. */
const WORDS = [
  ...['text', 'pretext', 'title', 'title_link', 'url', 'from_url', 'original_url', 'fallback'],
  // Of a file, Slack's payloads hold its beginning, and of a mail all of its text.
  ...['name', 'preview', 'plain_text', 'markdown_text'],
];
/** What holds more of the same. */
const PARTS = [
  'text',
  'blocks',
  'message_blocks',
  'attachments',
  'files',
  'fields',
  'elements',
].concat(['accessory', 'title', 'rows', 'message', 'value']);
const DEEPEST = 20;

/**
 * All that a message of somebody else's says: its text, blocks, attachments and the beginnings of its files; also
 * what somebody has written into a rich text field. What has another form than Slack's is passed over.
 */
export function textOfMessage(message: unknown): string {
  return wordsOf(message, 0).join('\n');
}

function wordsOf(value: unknown, depth: number): readonly string[] {
  if (depth > DEEPEST) return [];
  if (Array.isArray(value)) return value.flatMap((each: unknown) => wordsOf(each, depth + 1));
  const parsed = v.safeParse(Part, value);
  if (!parsed.success) return [];
  const part = parsed.output;
  const { type, elements, title, value: said } = part;
  if (RUNS.includes(String(type)) && Array.isArray(elements)) {
    return [elements.map((run: unknown) => wordsOfRun(run)).join('')];
  }
  // A field of an attachment: what it says tells what its value is.
  if (typeof title === 'string' && typeof said === 'string') return [`${title}: ${said}`];
  return [
    ...WORDS.flatMap((name) => (typeof part[name] === 'string' ? [part[name]] : [])),
    ...PARTS.flatMap((name) => wordsOf(part[name], depth + 1)),
  ];
}

/** What holds runs of text that stand right behind each other. */
const RUNS = ['rich_text_section', 'rich_text_preformatted', 'rich_text_quote'];

function wordsOfRun(run: unknown): string {
  const parsed = v.safeParse(Part, run);
  if (!parsed.success) return '';
  const { type, text, url, name } = parsed.output;
  if (type === 'link' && typeof url === 'string') {
    return typeof text === 'string' && text !== '' && text !== url ? `${url} ${text} ` : url;
  }
  if (type === 'emoji' && typeof name === 'string') return `:${name}:`;
  return typeof text === 'string' ? text : '';
}
