import {
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
} from '@slack/web-api';
import { describe, expect, it } from 'vitest';
import { slackFailure } from '../../../src/slack/api/slack-failure.ts';

function refusedWith(error: string) {
  return slackFailure(new WebAPIPlatformError({ ok: false, error }));
}

describe('what Slack says', () => {
  it.each(['ratelimited', 'rate_limited', 'message_limit_exceeded'])(
    '%s: later, and nothing was done',
    (error) => {
      expect(refusedWith(error)).toEqual({
        kind: 'later',
        cause: 'busy',
        error,
        taken: 'no',
        afterMs: undefined,
      });
    },
  );

  it.each([
    'update_failed',
    'internal_error',
    'fatal_error',
    'service_unavailable',
    'request_timeout',
  ])('%s: later, and nobody knows whether it was done', (error) => {
    expect(refusedWith(error)).toEqual({
      kind: 'later',
      cause: 'passing',
      error,
      taken: 'unknown',
      afterMs: undefined,
    });
  });

  it.each([
    'invalid_auth',
    'not_authed',
    'token_revoked',
    'token_expired',
    'account_inactive',
    'missing_scope',
    'no_permission',
    'not_allowed_token_type',
    'team_access_not_granted',
    'ekm_access_denied',
    'two_factor_setup_required',
  ])('%s: later, but not soon, since a person has to mend it', (error) => {
    expect(refusedWith(error)).toEqual({
      kind: 'later',
      cause: 'workspace',
      error,
      taken: 'no',
      afterMs: 60_000,
    });
  });

  it.each([
    'message_not_found',
    'cant_update_message',
    'edit_window_closed',
    'is_inactive',
    'block_mismatch',
    'thread_not_found',
    'cannot_reply_to_message',
  ])('%s: never for this message', (error) => {
    expect(refusedWith(error)).toEqual({ kind: 'refused', error, about: 'message' });
  });

  it.each([
    'channel_not_found',
    'not_in_channel',
    'is_archived',
    'restricted_action',
    'restricted_action_thread_only_channel',
    'user_not_in_channel',
    'user_not_found',
    'user_disabled',
    'cannot_dm_bot',
    'messages_tab_disabled',
  ])('%s: never in this channel', (error) => {
    expect(refusedWith(error)).toEqual({ kind: 'refused', error, about: 'channel' });
  });

  it.each([
    'msg_too_long',
    'msg_blocks_too_long',
    'invalid_blocks',
    'invalid_blocks_format',
    'no_text',
    'metadata_too_large',
    'invalid_metadata_format',
    'invalid_arguments',
  ])('%s: not with this content', (error) => {
    expect(refusedWith(error)).toEqual({ kind: 'refused', error, about: 'content' });
  });

  it('something that nobody knows: not like this, so that it is tried in another way', () => {
    expect(refusedWith('something_new')).toEqual({
      kind: 'refused',
      error: 'something_new',
      about: 'content',
    });
  });
});

describe('what happens to a call', () => {
  it('waits as long as Slack says when it is too many', () => {
    expect(slackFailure(new WebAPIRateLimitedError(30))).toEqual({
      kind: 'later',
      cause: 'busy',
      error: 'ratelimited',
      taken: 'no',
      afterMs: 30_000,
    });
  });

  it('may have been carried out where the answer is an HTTP error', () => {
    expect(slackFailure(new WebAPIHTTPError(503, 'busy', {}))).toEqual({
      kind: 'later',
      cause: 'passing',
      error: 'http 503',
      taken: 'unknown',
      afterMs: undefined,
    });
  });

  it('may have been carried out where no answer came', () => {
    expect(slackFailure(new WebAPIRequestError(new Error('socket hang up')))).toMatchObject({
      kind: 'later',
      cause: 'passing',
      taken: 'unknown',
    });
  });

  it.each([
    new TypeError('oops'),
    new DOMException('timed out', 'TimeoutError'),
    undefined,
    new WebAPIPlatformError({ ok: false } as never),
    // What its client makes of half an answer, and of a web page.
    new WebAPIPlatformError({ ok: false, error: '{"ok":tr' }),
    new WebAPIPlatformError({ ok: false, error: '<html>Bad gateway</html>' }),
  ])('may have been carried out where the answer is no answer: %s', (odd) => {
    expect(slackFailure(odd)).toEqual({
      kind: 'later',
      cause: 'passing',
      error: 'no usable answer',
      taken: 'unknown',
      afterMs: undefined,
    });
  });
});
