import type { HomeView, KnownBlock } from '@slack/types';
import type { Home, HomeLine, HomeList } from '../../asking/home.ts';
import type { Refusal } from '../../asking/refusals.ts';
import type { MemoryTrouble } from '../../asking/store-in-time.ts';
import { isLive, verdictOf, type WatchRecord } from '../../watch/watch-record.ts';
import { bounded, sentence } from '../../words/plain-text.ts';
import { VERDICTS } from '../../words/signs.ts';
import { verdictSentence } from '../../words/verdict-sentence.ts';
import { actions, context, section } from '../messages/blocks.ts';
import { linkedRun, literalRun, richText } from '../messages/literal.ts';
import { asRuns } from '../messages/markup.ts';
import { moment } from '../messages/moment.ts';
import { escaped } from '../messages/text.ts';

/** Names the button that opens the form. */
export const OPEN_FORM = 'open-form';

/** Errors may be long, and a list is to be glanced over. */
const LONGEST_PART = 200;
const MOST_PROBLEMS = 8;

/** What somebody sees who opens our Home tab: what needs them first, then what is theirs. */
export function homeView(home: Home): HomeView {
  const { unattended, mine, channels, endings, areChannelsKnown, at } = home;
  return {
    type: 'home',
    blocks: [
      formButton(),
      ...healthOf(home),
      ...listOf('🚨 Nobody looks after these alerts', unattended, undefined),
      ...listOf('👀 Watched for you', mine, 'Nothing is being watched for you.'),
      ...listOf(
        areChannelsKnown ? '📺 Watched in your channels' : '📺 Watched in public channels',
        channels,
        undefined,
      ),
      ...listOf('🏁 Ended last', endings, undefined),
      context(`As of ${moment(at)}. It is brought up to date when something happens.`),
    ],
  };
}

/** While our memory is away there is nothing to show but that. */
export function homeWithoutMemory(trouble: MemoryTrouble | undefined): HomeView {
  const why = trouble ? ` ${trouble.problem}.` : '';
  const text = `⚠️ I can’t show anything just now: my memory (Redis) is out of order.${escaped(why, 600)} What is being watched goes on as soon as it is back.`;
  return { type: 'home', blocks: [formButton(), section(text)] };
}

/** Why there is nothing to see for somebody. */
export function homeRefused({ explanation }: Refusal): HomeView {
  return { type: 'home', blocks: [section(`🙅 ${escaped(explanation, 2500)}`)] };
}

function formButton(): KnownBlock {
  return actions([
    {
      type: 'button',
      action_id: OPEN_FORM,
      style: 'primary',
      text: { type: 'plain_text', text: 'Watch an operation', emoji: true },
    },
  ]);
}

function healthOf({ health: { isReady, problems } }: Home): readonly KnownBlock[] {
  if (isReady && (problems === undefined || problems.length === 0)) {
    return [context('✅ The bot is in order.')];
  }
  const words = isReady
    ? '⚠️ The bot does its work, but there is something to know:'
    : '⚠️ The bot is not in order: endings may be told late.';
  if (problems === undefined) {
    return [section(`${words} Whoever runs it is told what it is by \`/mysqlop doctor\`.`)];
  }
  const lines = problems.slice(0, MOST_PROBLEMS).map((each) => `• ${escaped(sentence(each), 300)}`);
  return [section([words, ...lines].join('\n'))];
}

function listOf(
  title: string,
  { lines, total }: HomeList,
  without: string | undefined,
): readonly KnownBlock[] {
  if (total === 0) return without === undefined ? [] : [section(without)];
  const more = total - lines.length;
  return [
    section(`*${title}: ${total}*`),
    ...lines.map(lineOf),
    ...(more > 0
      ? [context(`… and ${more} more: \`/mysqlop list mine\` or \`all\` shows them.`)]
      : []),
  ];
}

function lineOf({ record, card, link }: HomeLine): KnownBlock {
  const { title, rest } = verdictSentence(record, card);
  return richText([
    literalRun(`${signOf(record)} `),
    linkedRun(bounded(title, LONGEST_PART), link),
    ...asRuns(rest.map((word) => (typeof word === 'string' ? bounded(word, LONGEST_PART) : word))),
    literalRun(' · '),
    { type: 'channel', channel_id: card.channel },
  ]);
}

function signOf(record: WatchRecord): string {
  const isOdd = isLive(record) && Object.values(record.conditions).some((spell) => spell);
  return isOdd ? '⚠️' : VERDICTS[verdictOf(record)].sign;
}
