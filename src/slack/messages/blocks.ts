import type {
  ActionsBlockElement,
  Button,
  KnownBlock,
  MrkdwnElement,
  PlainTextElement,
} from '@slack/types';
import { bounded } from '../../words/plain-text.ts';
import { LIMITS } from './message.ts';

/** Verbatim: Slack must not make links or mentions of what looks like one. */
function mrkdwn(text: string, limit: number): MrkdwnElement {
  return { type: 'mrkdwn', text: bounded(text, limit), verbatim: true };
}

/** A text of ours where Slack shows no markup, such as a button's. */
export function plain(text: string): PlainTextElement {
  return { type: 'plain_text', text, emoji: true };
}

/** A title in large letters; `:wave:` in a label stays as it is written. */
export function header(text: string): KnownBlock {
  return {
    type: 'header',
    text: { type: 'plain_text', text: bounded(text, LIMITS.header), emoji: false },
  };
}

export function section(text: string): KnownBlock {
  return { type: 'section', text: mrkdwn(text, LIMITS.section) };
}

/** A line in small letters: of mrkdwn, and of texts that are shown letter for letter. */
export function context(...parts: readonly (string | PlainTextElement)[]): KnownBlock {
  const elements = parts.map((part) =>
    typeof part === 'string' ? mrkdwn(part, LIMITS.field) : part,
  );
  return { type: 'context', elements };
}

export function actions(elements: readonly ActionsBlockElement[]): KnownBlock {
  return { type: 'actions', elements: [...elements] };
}

/** A button that opens a page. Bolt is told of the press all the same, under `link-…`. */
export function linkButton(
  name: string,
  label: string,
  url: string | undefined,
): readonly Button[] {
  if (!url || url.length > LIMITS.url) return [];
  return [
    {
      type: 'button',
      action_id: `link-${name}`,
      text: { type: 'plain_text', text: label, emoji: true },
      url,
    },
  ];
}
