import type { AuditAnswer } from '../../asking/audit.ts';
import { bounded } from '../../words/plain-text.ts';
import { COMMAND } from '../commands/command.ts';
import { context, section } from './blocks.ts';
import { askerMarkup } from './markup.ts';
import { LIMITS, type Message } from './message.ts';
import { moment } from './moment.ts';
import { code } from './text.ts';

/** Who has changed what, a page of it. */
export function auditMessage({ entries, total, page, pages }: AuditAnswer): Message {
  const title = total === 0 ? 'Nobody has changed anything yet.' : `Who has changed what: ${total}`;
  return {
    text: bounded(title, LIMITS.text),
    blocks: [
      section(`*${title}*`),
      ...entries.map((entry) => context(lineOf(entry))),
      ...(page < pages
        ? [context(`Page ${page} of ${pages}: ${code(`${COMMAND} audit ${page + 1}`, 60)}`)]
        : []),
    ],
  };
}

function lineOf({ at, by, channel, verb, about, outcome }: AuditAnswer['entries'][number]): string {
  const named = about.map((each) => code(each, 120)).join(', ');
  const where = channel.startsWith('D') ? 'in a direct conversation' : `in <#${channel}>`;
  return [
    moment(at),
    `${askerMarkup(by)} ${where}`,
    `${verb}${named && ` ${named}`}`,
    outcome,
  ].join(' · ');
}
