import { describe, expect, test } from 'vitest';
import type { DefaultsAnswer } from '../../../src/asking/channel-defaults.ts';
import { defaultsAnswer } from '../../../src/slack/messages/defaults-answer.ts';
import { userNamed } from '../../names.ts';
import { foreignMarkup, markup } from './read-message.ts';

const SET = { changedBy: userNamed('U0ALICE'), changedAt: 1_893_553_445_000 };

function said(given: Partial<DefaultsAnswer>): string {
  const none = { defaults: undefined, location: undefined, subscription: undefined };
  return defaultsAnswer({ kind: 'defaults', ...none, isChanged: false, ...given }).text;
}

describe('what is said of a channel’s defaults', () => {
  test('is where an id alone is looked for, what is told, who set it, and how it is forgotten', () => {
    const defaults = { ...SET, location: 'East US', subscription: 's-1', isQuiet: true };
    const text = said({ defaults, location: 'East US', subscription: 'prod', isChanged: true });
    expect(text).toMatch(
      /^✅ .*\n• An id alone is looked for in \*East US\*, in the subscription \*prod\*\.\n• A new card’s thread tells only how it ends.*\nSet by <@U0ALICE> <!date\^1893553445\^.*defaults clear/,
    );
  });

  test('names what no longer counts', () => {
    const text = said({ defaults: { ...SET, subscription: 's-gone' } });
    expect(text).toContain('wherever I may read. The subscription that was set is no longer among');
  });

  test('is how to set them where there are none', () => {
    expect(said({})).toContain('`/mysqlop defaults in East US on prod notes off` sets them');
    expect(said({ isChanged: true })).toContain('no defaults any more');
  });

  test('pings nobody by what comes from outside', () => {
    const evil = '<!channel> *x* &';
    const defaults = { ...SET, location: evil, subscription: evil };
    const message = defaultsAnswer({
      kind: 'defaults',
      defaults,
      location: evil,
      subscription: evil,
      isChanged: false,
    });
    const own = `<@U0ALICE>`;
    expect(
      markup(message)
        .flatMap(foreignMarkup)
        .filter((text) => text !== own),
    ).toEqual([]);
  });
});
