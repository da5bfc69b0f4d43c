import {
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
} from '@slack/web-api';

/**
 * Why Slack did not do what we asked, and what that means for the caller.
 *
 * - `later`: try again, after `afterMs` where Slack says how long. `taken: 'unknown'` means that the
 *   answer got lost: Slack may have done it.
 * - `refused`: trying again gives the same answer. `about` tells what has to change first.
 */
export type SlackFailure =
  | {
      readonly kind: 'later';
      readonly error: string;
      readonly afterMs: number | undefined;
      readonly taken: 'no' | 'unknown';
    }
  | {
      readonly kind: 'refused';
      readonly error: string;
      readonly about: 'message' | 'channel' | 'content';
    };

type Platform = 'later' | 'workspace' | 'message' | 'channel' | 'content';

// Slack's error names: docs.slack.dev/reference/methods/chat.postMessage and chat.update.
// `workspace` (a token or a scope that a person has to mend) is tried again later: nothing is lost.
const PLATFORM_ERRORS: ReadonlyMap<string, Platform> = new Map(
  Object.entries({
    ratelimited: 'later',
    rate_limited: 'later',
    message_limit_exceeded: 'later',
    update_failed: 'later',
    internal_error: 'later',
    fatal_error: 'later',
    service_unavailable: 'later',
    request_timeout: 'later',

    invalid_auth: 'workspace',
    not_authed: 'workspace',
    token_revoked: 'workspace',
    token_expired: 'workspace',
    account_inactive: 'workspace',
    missing_scope: 'workspace',

    message_not_found: 'message',
    thread_not_found: 'message',
    cannot_reply_to_message: 'message',
    cant_update_message: 'message',
    edit_window_closed: 'message',
    is_inactive: 'message',
    block_mismatch: 'message',

    channel_not_found: 'channel',
    not_in_channel: 'channel',
    is_archived: 'channel',
    restricted_action: 'channel',
    user_not_in_channel: 'channel',
    no_permission: 'channel',
    ekm_access_denied: 'channel',
    team_access_not_granted: 'channel',

    msg_too_long: 'content',
    msg_blocks_too_long: 'content',
    invalid_blocks: 'content',
    invalid_blocks_format: 'content',
    no_text: 'content',
    metadata_too_large: 'content',
    invalid_metadata_format: 'content',
    invalid_arguments: 'content',
  } as const),
);

/** A person has to mend it: no use in asking often. */
const WORKSPACE_PAUSE_MS = 60_000;

/** Classifies whatever a WebClient call threw: Slack, and what stands before it, may answer anything. */
export function slackFailure(error: unknown): SlackFailure {
  if (error instanceof WebAPIRateLimitedError) {
    const afterMs = error.retryAfter * 1000;
    return later('ratelimited', 'no', afterMs > 0 ? afterMs : undefined);
  }
  if (error instanceof WebAPIPlatformError && typeof error.data?.error === 'string') {
    return platformFailure(error.data.error);
  }
  if (error instanceof WebAPIHTTPError) return later(`http ${error.statusCode}`, 'unknown');
  if (error instanceof WebAPIRequestError) return later('no answer', 'unknown');
  return later('no usable answer', 'unknown');
}

function platformFailure(name: string): SlackFailure {
  // An error of which nobody has heard: nothing is lost by trying again.
  const meaning =
    PLATFORM_ERRORS.get(name) ?? (name.startsWith('restricted_action') ? 'channel' : 'later');
  switch (meaning) {
    case 'later':
      // An internal error may have struck before or after the deed.
      return later(name, name.includes('limit') ? 'no' : 'unknown');
    case 'workspace':
      return later(name, 'no', WORKSPACE_PAUSE_MS);
    case 'message':
    case 'channel':
    case 'content':
      return { kind: 'refused', error: name, about: meaning };
    default:
      return meaning satisfies never;
  }
}

function later(error: string, taken: 'no' | 'unknown', afterMs?: number): SlackFailure {
  return { kind: 'later', error, taken, afterMs };
}
