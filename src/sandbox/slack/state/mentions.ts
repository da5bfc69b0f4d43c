import type { MessageContent } from './message.ts';

const MENTION = /<(@[UW][A-Z0-9]+|!subteam\^[A-Z0-9]+|!channel|!here|!everyone)(\|[^>]*)?>/g;

export interface Mention {
  readonly mention: string;
  readonly shown: boolean;
}

/**
 * The mentions a new message notifies, each once. In blocks, only mrkdwn and rich text mention
 * anybody: plain text shows `<!here>` as it is written.
 */
export function mentionsOf({ text, blocks }: MessageContent): readonly Mention[] {
  const inText = mentionsInText(text);
  const inBlocks = new Set(blocks.flatMap(mentionsInJson));
  const shown = blocks.length > 0 ? inBlocks : inText;
  const all = new Set([...inText, ...inBlocks]);
  return [...all].map((mention) => ({ mention, shown: shown.has(mention) }));
}

function mentionsInText(text: string): ReadonlySet<string> {
  return new Set([...text.matchAll(MENTION)].map((match) => `<${match[1]}>`));
}

function mentionsInJson(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(mentionsInJson);
  if (typeof value !== 'object' || value === null) return [];
  return [...ownMention(value), ...Object.values(value).flatMap(mentionsInJson)];
}

function ownMention(value: object): readonly string[] {
  if (!('type' in value)) return [];
  switch (value.type) {
    case 'mrkdwn':
      return 'text' in value && typeof value.text === 'string'
        ? [...mentionsInText(value.text)]
        : [];
    case 'user':
      return 'user_id' in value ? [`<@${value.user_id}>`] : [];
    case 'usergroup':
      return 'usergroup_id' in value ? [`<!subteam^${value.usergroup_id}>`] : [];
    case 'broadcast':
      return 'range' in value ? [`<!${value.range}>`] : [];
    default:
      return [];
  }
}
