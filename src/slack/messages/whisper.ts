import { locationName } from '../../watch/locations.ts';
import { verdictOf, type WatchRecord } from '../../watch/watch-record.ts';
import { explanationOf, fullTitle, labelsOf } from '../../words/operation-words.ts';
import { VERDICTS } from '../../words/signs.ts';
import { section } from './blocks.ts';
import type { Message, MessageContext } from './message.ts';
import { code, escaped, literally } from './text.ts';

/** To the asker alone: the operation was never seen, so there is no card to say it on. */
export function neverSeenMessage(record: WatchRecord, around: MessageContext): Message {
  const { location, subscriptionId } = record.reference;
  const explanation = explanationOf(record);
  const why = explanation === undefined ? '' : ` ${explanation}`;
  if (verdictOf(record) === 'off-limits') {
    const { sign } = VERDICTS['off-limits'];
    const text = `${sign} I stopped watching ${named(record)}: I may not read it.${escaped(why, 1500)}`;
    return { text, blocks: [section(text)] };
  }
  const text =
    `❓ I could not find ${named(record)} in ${escaped(locationName(location), 60)} ` +
    `(${escaped(around.subscriptionName(subscriptionId), 60)}), so nothing is being watched.` +
    `${escaped(why, 1500)} Please check the id, the location and the subscription, and ask again.`;
  return { text, blocks: [section(text)] };
}

/** To the asker alone: Slack does not let us post where they asked. */
export function cannotPostMessage(record: WatchRecord, error: string): Message {
  const text =
    `🙅 I can't post in this channel (Slack says ${code(error, 60)}), so ` +
    `${named(record)} is *not* being watched here. ` +
    'Please invite me with `/invite @mysqlop` and ask again.';
  return { text, blocks: [section(text)] };
}

/** To the asker alone: Slack does not take the card for the moment, and nobody can tell for how long. */
export function cardDelayedMessage(record: WatchRecord, error: string): Message {
  const text =
    `🙅 Slack does not take the card of ${named(record)} in this channel at the moment ` +
    `(it says ${code(error, 60)}). I am watching the operation, keep trying, and tell how it ends.`;
  return { text, blocks: [section(text)] };
}

/** By what people call it, where they call it anything, and by its id, by which it may have been asked for. */
function named(record: WatchRecord): string {
  const id = code(record.reference.operationId, 140);
  const isNamed = labelsOf(record).length > 0 || record.latest?.snapshot.serverId !== undefined;
  return isNamed ? `${literally(fullTitle(record), 300)} (${id})` : id;
}
