import type { KnownBlock } from '@slack/types';
import { CLOUDS, portalLink } from '../../../src/azure/clouds.ts';
import type { Message, MessageContext } from '../../../src/slack/messages/message.ts';
import { REFERENCE } from '../../watch/build-record.ts';

/** Surroundings in which the tests' subscription is called `prod`. */
export const AROUND: MessageContext = {
  subscriptionName: (id) => (id === REFERENCE.subscriptionId ? 'prod' : id),
  portalLink: (serverId) => portalLink(CLOUDS.public, serverId),
  messageLink: () => undefined,
  oncallMention: '<!subteam^S0DBAS>',
};

/** A text object's words. A header's are plain; all others are mrkdwn. */
interface Words {
  readonly type: string;
  readonly text: string;
}

function isWords(value: object): value is Words {
  return 'type' in value && 'text' in value && typeof value.text === 'string';
}

function wordsIn(value: unknown): Words[] {
  if (typeof value !== 'object' || value === null) return [];
  return isWords(value) ? [value] : Object.values(value).flatMap(wordsIn);
}

/** All that people read in a message's blocks; a person and a moment of rich text as mrkdwn writes them. */
export function read({ blocks }: Pick<Message, 'blocks'>): string {
  return blocks
    .flatMap((block) =>
      block.type === 'rich_text'
        ? block.elements.map((part) => runsIn(part).join(''))
        : wordsIn(block).map(({ text }) => text),
    )
    .join('\n');
}

function runsIn(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  if (!('type' in value) || 'elements' in value) return Object.values(value).flatMap(runsIn);
  if (value.type === 'user' && 'user_id' in value) return [`<@${value.user_id}>`];
  if (value.type === 'date' && 'timestamp' in value && 'format' in value && 'fallback' in value) {
    return [`<!date^${value.timestamp}^${value.format}|${value.fallback}>`];
  }
  return isWords(value) ? [styled(value)] : [];
}

function styled(run: Words): string {
  const style = 'style' in run && typeof run.style === 'object' && run.style !== null && run.style;
  if (style && 'bold' in style) return `*${run.text}*`;
  return style && 'code' in style ? `\`${run.text}\`` : run.text;
}

/** All in a message that Slack reads as mrkdwn, its `text` too. */
export function markup(message: Message): readonly string[] {
  const inBlocks = wordsIn(message.blocks).filter(({ type }) => type === 'mrkdwn');
  return [message.text, ...inBlocks.map(({ text }) => text)];
}

/** What of a text Slack would take for a link, a mention or a date, though it is none of ours. */
export function foreignMarkup(text: string): readonly string[] {
  const ours = /^<(?:@[UW][A-Z0-9]+>|#C[A-Z0-9]+>|!date\^\d+\^|!subteam\^S[A-Z0-9]+>|https:\/\/)/;
  return [...text.matchAll(/<.{0,30}/gs)]
    .map(([found]) => found)
    .filter((found) => !ours.test(found));
}

/** Ampersands that are not part of one of Slack's three entities: an entity was cut, or none made. */
export function brokenEntities(text: string): readonly string[] {
  return text.match(/&(?!(?:amp|lt|gt);).{0,10}/gs) ?? [];
}

type Button = Extract<
  Extract<KnownBlock, { type: 'actions' }>['elements'][number],
  { type: 'button' }
>;

/** A message's buttons by their label. */
export function buttons({ blocks }: Message): Readonly<Record<string, Button>> {
  const all = blocks.flatMap((block) => (block.type === 'actions' ? block.elements : []));
  return Object.fromEntries(
    all.flatMap((element) => (element.type === 'button' ? [[element.text.text, element]] : [])),
  );
}
