import { describe, expect, it } from 'vitest';
import {
  cannotPostMessage,
  cardDelayedMessage,
  neverSeenMessage,
} from '../../../src/slack/messages/whisper.ts';
import { begun, failure, MINUTE, play, REFERENCE, steadily } from '../../watch/build-record.ts';
import { AROUND, foreignMarkup, markup, read } from './read-message.ts';

const ID = REFERENCE.operationId;

function notFound(explanation: string) {
  const missing = failure('not-found', { explanation });
  return play(begun(), steadily(missing, { from: 0, to: 2 * MINUTE })).record;
}

describe('what the asker alone is told', () => {
  it('says where an operation was looked for, why in vain, and what to check', () => {
    const { text } = neverSeenMessage(notFound('Azure does not know it.'), AROUND);
    expect(text).toBe(
      `❓ I could not find \`${ID}\` in West Europe (prod), so nothing is being watched. ` +
        'Azure does not know it. Please check the id, the location and the subscription, and ask again.',
    );
  });

  it('says that the bot has to be invited', () => {
    const message = cannotPostMessage(begun(), 'channel_not_found');
    expect(message.text).toContain('Slack says `channel_not_found`');
    expect(message.text).toContain(`\`${ID}\` is *not* being watched here`);
    expect(message.text).toContain('`/invite @mysqlop`');
    expect(read(message)).toBe(message.text);
  });

  it('calls an operation what people call it, and tells its id as well', () => {
    const record = begun();
    const [card] = record.cards;
    if (!card) throw new Error('There is no card');
    const labelled = { ...record, cards: [{ ...card, label: 'nightly *export*' }] };
    const [start] = ID.split('-');
    const name = `\`nightly *export* (operation ${start})\` (\`${ID}\`)`;
    expect(cannotPostMessage(labelled, 'channel_not_found').text).toContain(`so ${name} is`);
    expect(cardDelayedMessage(labelled, 'ratelimited').text).toContain(`the card of ${name} in`);
    const missing = { ...notFound('No.'), cards: labelled.cards };
    expect(neverSeenMessage(missing, AROUND).text).toContain(`I could not find ${name} in`);
  });

  it('pings nobody by what comes from outside', () => {
    const evil = '<!channel> &';
    const record = {
      ...notFound(evil),
      reference: { subscriptionId: evil, location: evil, operationId: evil },
    };
    for (const message of [neverSeenMessage(record, AROUND), cannotPostMessage(record, evil)]) {
      expect(markup(message).flatMap(foreignMarkup)).toEqual([]);
    }
  });
});
