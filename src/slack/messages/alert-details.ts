import type { WatchRecord } from '../../watch/watch-record.ts';
import { causeLine, causeOfRecord } from '../../words/cause-words.ts';
import { fullTitle } from '../../words/operation-words.ts';
import { context, section } from './blocks.ts';
import { errorTree } from './error-tree.ts';
import { preformatted } from './literal.ts';
import { asMarkup } from './markup.ts';
import { LIMITS, type Message } from './message.ts';
import { supportText } from './support-text.ts';

/**
 * Slack refuses messages whose blocks are too long in all (`msg_blocks_too_long`): "12,000 text characters
 * with a buffer for block containers". Counted as JSON, in which quotes and line breaks are longer.
 */
const TREE_MOST = 8000;

/** In an alert's thread: Azure's whole error, equal things once, and what Azure's support asks for. */
export function alertDetailsMessage(record: WatchRecord): Message {
  const title = fullTitle(record);
  const cause = causeOfRecord(record);
  const lead = asMarkup(["Azure's whole error, ", title], LIMITS.header * 6);
  const tree = errorTree(record);
  const support = supportText(record, tree);
  const isWhole = support.endsWith(tree);
  const shown = isWhole ? '' : fitting(tree, TREE_MOST);
  return {
    text: asMarkup(
      ["Azure's whole error, ", title, ': ', cause ? causeLine(cause) : 'none given'],
      LIMITS.text,
    ),
    blocks: [
      section(`${lead}, with what Azure's support asks for, to copy:`),
      preformatted(support),
      ...(isWhole ? [] : [context('All of the error:'), preformatted(shown)]),
      ...(shown.length < tree.length && !isWhole
        ? [context('The rest was too long for Slack.')]
        : []),
    ],
  };
}

/** The beginning of a text that is no longer than this as JSON, without half a character. */
function fitting(text: string, limit: number): string {
  let size = 0;
  let length = 0;
  for (const character of text) {
    size += JSON.stringify(character).length - 2;
    if (size > limit) break;
    length += character.length;
  }
  return text.slice(0, length);
}
