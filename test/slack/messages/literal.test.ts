import { describe, expect, it, test } from 'vitest';
import { checkBlocks } from '../../../src/sandbox/slack/blocks/check-blocks.ts';
import { alertMessage } from '../../../src/slack/messages/alert.ts';
import { answerMessage } from '../../../src/slack/messages/answers.ts';
import { cardMessage } from '../../../src/slack/messages/card.ts';
import { conditionAlertMessage } from '../../../src/slack/messages/condition-alert.ts';
import { literal, literalRun, richText } from '../../../src/slack/messages/literal.ts';
import type { Message } from '../../../src/slack/messages/message.ts';
import { channelNamed, userNamed } from '../../names.ts';
import { begun, play, snapshotReading, stalled } from '../../watch/build-record.ts';
import { AROUND, markup } from './read-message.ts';

/** Each would be bold, an emoji, a mention or gone where Slack reads it as mrkdwn. */
const LABELS = [
  '*all*',
  '_tmp_orders_',
  '~old~',
  '`x`',
  ':wave:',
  '<!channel>',
  'R&D',
  '"a" b',
  '👩‍💻',
];
const LINK = 'https://slack.example.com/archives/C0DBA/p1';

/** What Slack would read as bold, italic, struck out or an emoji. Ours alone is bold. */
const MARKUP = /\*(?!\*)(?!Try)\S+\*|_\S+_|~\S+~|:[a-z]+:|<!channel>/;

function withoutCode(text: string): string {
  return text.replaceAll(/`[^`]+`|<!date[^>]+>/g, '');
}

/** All texts of a message that Slack shows letter for letter. */
function literals(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  const isText = 'text' in value && typeof value.text === 'string';
  const isLiteral =
    'type' in value &&
    (value.type === 'text' ||
      value.type === 'link' ||
      (value.type === 'plain_text' && 'emoji' in value && value.emoji === false));
  return isText && isLiteral ? [String(value.text)] : Object.values(value).flatMap(literals);
}

function labelled(label: string) {
  return begun({ channel: channelNamed('C0DBA'), askedBy: userNamed('U0ALICE'), label });
}

const surfaces: Readonly<Record<string, (label: string) => Message>> = {
  card(label) {
    const record = labelled(label);
    const [card] = record.cards;
    if (!card) throw new Error('It has no card');
    return cardMessage(record, card, AROUND);
  },
  alert: (label) =>
    alertMessage(
      play(labelled(label), [[0, snapshotReading({ status: 'Failed' })]]).record,
      LINK,
      AROUND,
    ),
  'alert of a condition': (label) => {
    const { cards } = labelled(label);
    const alert = { kind: 'condition-alert', condition: 'stalled', since: 0 } as Parameters<
      typeof conditionAlertMessage
    >[1];
    return conditionAlertMessage({ ...stalled({ percent: 5 }), cards }, alert, LINK, AROUND);
  },
  list: (label) =>
    answerMessage({
      kind: 'list',
      page: 1,
      pages: 1,
      odd: 0,
      scope: 'all',
      watches: [{ record: labelled(label), channel: channelNamed('C0DBA'), link: LINK }],
      total: 1,
    }),
  choice: (label) =>
    answerMessage({
      kind: 'choice',
      verb: 'stop',
      why: 'unsaid',
      watches: [{ record: labelled(label), label }],
      total: 1,
    }),
};

describe.each(Object.keys(surfaces))('a label on a %s', (surface) => {
  test.each(LABELS)('is shown letter for letter: %s', (label) => {
    const message = surfaces[surface]?.(label);
    if (!message) throw new Error(surface);
    expect(literals(message.blocks).join('\n')).toContain(label);
    for (const text of markup(message)) expect(withoutCode(text)).not.toMatch(MARKUP);
    expect(checkBlocks(message.blocks, 50)).toMatchObject({ kind: 'valid' });
  });
});

describe('a literal text', () => {
  it('is neither escaped nor read', () => {
    expect(literal(':a: <b>')).toEqual({ type: 'plain_text', text: ':a: <b>', emoji: false });
    expect(richText([literalRun('*x*', { code: true })])).toEqual({
      type: 'rich_text',
      elements: [
        {
          type: 'rich_text_section',
          elements: [{ type: 'text', text: '*x*', style: { code: true } }],
        },
      ],
    });
  });

  it('is no longer than Slack takes', () => {
    expect(literal('x'.repeat(9000)).text.length).toBe(2000);
  });
});
