import * as v from 'valibot';
import { cleanText } from './clean-text.ts';
import { fieldsInAnyCase, optionalText } from './lenient.ts';

const MOST_READ = 8 * 1024;
const LONGEST = 200;

const Words = fieldsInAnyCase({
  message: optionalText(LONGEST),
  error_description: optionalText(LONGEST),
  detail: optionalText(LONGEST),
  error: optionalText(LONGEST),
  title: optionalText(LONGEST),
  reason: optionalText(LONGEST),
});

const ENTITIES: Readonly<Record<string, string>> = {
  ...{ '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': '’', '&nbsp;': ' ', '&amp;': '&' },
};

/**
 * What an answer says that is not one of Azure's, such as the page of a filter: in one line, cleaned and
 * bounded. Undefined where it says nothing.
 *
 * @param body the text as JSON, where it is that
 */
export function foreignWords(text: string, body: unknown): string | undefined {
  const parsed = v.safeParse(Words, body);
  if (parsed.success) return Object.values(parsed.output).find((words) => words !== undefined);
  const start = text.slice(0, MOST_READ);
  const plain = /^\s*</.test(start) ? withoutTags(start) : start;
  return cleanText(plain.replaceAll(/\s+/g, ' '), LONGEST) || undefined;
}

function withoutTags(html: string): string {
  return html
    .replaceAll(/<!--[\s\S]*?(?:-->|$)/g, ' ')
    .replaceAll(/<(script|style)\b[\s\S]*?(?:<\/\1\s*>|$)/gi, ' ')
    .replaceAll(/<[^>]*(?:>|$)/g, ' ')
    .replaceAll(/&(?:lt|gt|quot|#39|nbsp|amp);/g, (entity) => ENTITIES[entity] ?? ' ');
}
