import type { Button, KnownBlock } from '@slack/types';
import * as v from 'valibot';
import type { ListAnswer, ListWish } from '../../asking/list.ts';
import { activeCards } from '../../watch/watch-card.ts';
import { isLive, verdictOf } from '../../watch/watch-record.ts';
import { signOf } from '../../words/signs.ts';
import { actions, context, section } from './blocks.ts';
import { literalRun, richText } from './literal.ts';
import type { Message } from './message.ts';
import { sentenceRuns } from './sentence-runs.ts';

const WHERE: Readonly<Record<ListWish['scope'], string>> = {
  here: 'here',
  mine: 'for you',
  all: 'anywhere',
  alerts: 'anywhere',
};

/** What is being watched, a page of it, with buttons to turn it. */
export function listMessage(answer: ListAnswer): Message {
  const { scope, watches, total, pages, page, odd, unreadable = 0 } = answer;
  const where = WHERE[scope];
  const unread =
    unreadable > 0
      ? [
          `There ${unreadable === 1 ? 'is a watch' : `are ${unreadable} watches`} besides that I can’t read.`,
        ]
      : [];
  if (total === 0) {
    const nothing =
      scope === 'alerts'
        ? 'There is no alert that nobody looks after.'
        : `Nothing is being watched ${where}.`;
    const text = [nothing, ...unread].join(' ');
    return { text, blocks: [section(text)] };
  }
  const title =
    scope === 'alerts'
      ? `Nobody looks after: ${total}`
      : `Being watched ${where}: ${total}${odd > 0 ? `, of which ${odd} should be looked at` : ''}`;
  return {
    text: title,
    blocks: [
      section(`*${title}*`),
      ...watches.map((watch) => lineOf(watch, scope)),
      ...unread.map((line) => context(line)),
      ...(pages > 1
        ? [context(`Page ${page} of ${pages}`), actions(turnButtons({ scope, page }, pages))]
        : []),
    ],
  };
}

function lineOf(
  { record, channel, link }: ListAnswer['watches'][number],
  scope: ListWish['scope'],
): KnownBlock {
  const label = activeCards(record).find((card) => card.channel === channel)?.label;
  return richText([
    literalRun(`${signOf(record, verdictOf(record))} `),
    ...sentenceRuns(record, link, label),
    ...(isLive(record) || scope === 'alerts' ? [] : [literalRun(' Nobody looks after it yet.')]),
    ...(scope === 'here'
      ? []
      : [literalRun(' (in '), { type: 'channel', channel_id: channel } as const, literalRun(')')]),
  ]);
}

function turnButtons({ scope, page }: ListWish, pages: number): readonly Button[] {
  const button = (name: string, label: string, to: number): Button => ({
    type: 'button',
    action_id: `list-${name}`,
    text: { type: 'plain_text', text: label, emoji: true },
    value: `${scope}/${to}`,
  });
  return [
    ...(page > 1 ? [button('previous', 'Previous', page - 1)] : []),
    ...(page < pages ? [button('next', 'Next', page + 1)] : []),
  ];
}

const Turn = v.pipe(
  v.string(),
  v.regex(/^(?:here|mine|all|alerts)\/[1-9]\d{0,5}$/),
  v.transform((value) => {
    const [scope, page] = value.split('/');
    return { scope, page: Number(page) };
  }),
  v.object({ scope: v.picklist(['here', 'mine', 'all', 'alerts']), page: v.number() }),
);

/** @returns which page such a button asks for; undefined for what is no value of one */
export function turnedTo(value: string): ListWish | undefined {
  const parsed = v.safeParse(Turn, value);
  return parsed.success ? parsed.output : undefined;
}
