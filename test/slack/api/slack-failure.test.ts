import {
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
} from '@slack/web-api';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { slackFailure } from '../../../src/slack/api/slack-failure.ts';

function refusedWith(error: string) {
  return slackFailure(new WebAPIPlatformError({ ok: false, error }));
}

const BUSY = { kind: 'later', cause: 'busy', taken: 'no', afterMs: undefined } as const;
const PASSING = { kind: 'later', cause: 'passing', taken: 'unknown', afterMs: undefined } as const;
const WORKSPACE = { kind: 'later', cause: 'workspace', taken: 'no', afterMs: 60_000 } as const;
const refusal = (about: 'message' | 'channel' | 'conversation' | 'content') =>
  ({ kind: 'refused', about }) as const;

// Examples as docs.slack.dev/reference/methods/chat.postMessage and chat.update tell them; not the list.
describe('what Slack says', () => {
  it.each([
    ['later, and nothing was done', 'message_limit_exceeded', BUSY],
    ['later, and nobody knows whether it was done', 'internal_error', PASSING],
    ['not soon, since a person has to mend it', 'missing_scope', WORKSPACE],
    ['not soon, since a person has to mend it', 'token_revoked', WORKSPACE],
    ['never for this message', 'message_not_found', refusal('message')],
    ['never for this message', 'edit_window_closed', refusal('message')],
    ['never in this channel', 'is_archived', refusal('channel')],
    ['never in this channel', 'not_in_channel', refusal('channel')],
    ['never in this channel', 'restricted_action_read_only_channel', refusal('channel')],
    ['not in this conversation for the moment', 'ekm_access_denied', refusal('conversation')],
    ['not with this content', 'invalid_blocks', refusal('content')],
  ])('%s: %s', (_meaning, error, expected) => {
    expect(refusedWith(error)).toEqual({ ...expected, error });
  });

  it('what nobody knows: not like this, so that it is tried in another way', () => {
    const names = fc.stringMatching(/^x[a-z_]{1,30}$/);
    fc.assert(
      fc.property(names, (error) => {
        expect(refusedWith(error)).toEqual({ ...refusal('content'), error });
      }),
    );
  });
});

describe('what happens to a call', () => {
  it('waits as long as Slack says when it is too many', () => {
    expect(slackFailure(new WebAPIRateLimitedError(30))).toEqual({
      ...BUSY,
      error: 'ratelimited',
      afterMs: 30_000,
    });
  });

  it('waits a minute at most where Slack says a day', () => {
    expect(slackFailure(new WebAPIRateLimitedError(86_400))).toMatchObject({ afterMs: 60_000 });
  });

  it('may have been carried out where the answer is an HTTP error', () => {
    const failure = slackFailure(new WebAPIHTTPError(503, 'busy', {}));
    expect(failure).toEqual({ ...PASSING, error: 'http 503' });
  });

  it('may have been carried out where no answer came', () => {
    const failure = slackFailure(new WebAPIRequestError(new Error('socket hang up')));
    expect(failure).toEqual({ ...PASSING, error: 'no answer' });
  });

  it.each([
    new TypeError('oops'),
    undefined,
    new WebAPIPlatformError({ ok: false } as never),
    // What its client makes of half an answer, and of a web page.
    new WebAPIPlatformError({ ok: false, error: '{"ok":tr' }),
    new WebAPIPlatformError({ ok: false, error: '<html>Bad gateway</html>' }),
  ])('may have been carried out where the answer is no answer: %s', (odd) => {
    expect(slackFailure(odd)).toEqual({ ...PASSING, error: 'no usable answer' });
  });
});
