import type { ActionsBlockElement, Button, KnownBlock, MrkdwnElement } from '@slack/types';
import { LIMITS } from './message.ts';
import { bounded } from './text.ts';

/** Verbatim: Slack must not make links or mentions of what looks like one. */
function mrkdwn(text: string, limit: number): MrkdwnElement {
  return { type: 'mrkdwn', text: bounded(text, limit), verbatim: true };
}

export function header(text: string): KnownBlock {
  return {
    type: 'header',
    text: { type: 'plain_text', text: bounded(text, LIMITS.header), emoji: true },
  };
}

export function section(text: string): KnownBlock {
  return { type: 'section', text: mrkdwn(text, LIMITS.section) };
}

/** Up to ten short facts in two columns. */
export function facts(entries: readonly (readonly [name: string, value: string])[]): KnownBlock {
  return {
    type: 'section',
    fields: entries
      .slice(0, 10)
      .map(([name, value]) => mrkdwn(`*${name}*\n${value}`, LIMITS.field)),
  };
}

export function context(text: string): KnownBlock {
  return { type: 'context', elements: [mrkdwn(text, LIMITS.field)] };
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
