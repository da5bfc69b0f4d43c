import {
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
} from '@slack/web-api';
import { proxyFailureIn } from '../../outgoing/proxy-failed.ts';

/** What kind of failure it was. */
export type SlackFailureKind =
  | 'busy'
  | 'passing'
  | 'workspace'
  | 'message'
  | 'channel'
  | 'conversation'
  | 'content';

/**
 * Why Slack did not do what we asked, and what that means for the caller.
 *
 * - `later`: try again, after `afterMs` where that is known. `taken: 'unknown'` means that the answer
 *   got lost: Slack may have done it.
 * - `refused`: trying again gives the same answer. `about` tells what has to change first.
 */
export type SlackFailure =
  | {
      readonly kind: 'later';
      readonly error: string;
      readonly cause: Extract<SlackFailureKind, 'busy' | 'passing' | 'workspace'>;
      readonly afterMs: number | undefined;
      readonly taken: 'no' | 'unknown';
    }
  | {
      readonly kind: 'refused';
      readonly error: string;
      readonly about: Extract<SlackFailureKind, 'message' | 'channel' | 'conversation' | 'content'>;
    };

export type LaterFailure = Extract<SlackFailure, { kind: 'later' }>;
export type RefusedFailure = Extract<SlackFailure, { kind: 'refused' }>;

/** For how long to wait where Slack asks for a pause and does not say for how long. */
export const UNSAID_PAUSE_MS = 5000;
/**
 * Slack's limits are counted by the minute: docs.slack.dev/apis/web-api/rate-limits. Where it, or a proxy before it,
 * asks for a day, one call a minute does no harm and finds out when that is over.
 */
const LONGEST_PAUSE_MS = 60_000;

interface Decision {
  /** When the same is tried again: when Slack says, after growing pauses, every minute, or never. */
  readonly again: 'when Slack says' | 'growing pauses' | 'every minute' | 'never';
  /** Whether Slack may have done it all the same; then it is looked up before it is sent again. */
  readonly taken: 'no' | 'unknown';
  /** What is tried in its stead. */
  readonly instead: 'nothing' | 'plain text' | 'the next place';
  /** Whether the process is not ready while it is so: it needs whoever runs the bot. */
  readonly failsReadiness: boolean;
}

/** What each kind of failure means. All of them are logged; none of them loses what was to be told. */
export const SLACK_FAILURES: Readonly<Record<SlackFailureKind, Decision>> = {
  busy: { again: 'when Slack says', taken: 'no', instead: 'nothing', failsReadiness: false },
  passing: { again: 'growing pauses', taken: 'unknown', instead: 'nothing', failsReadiness: false },
  workspace: { again: 'every minute', taken: 'no', instead: 'nothing', failsReadiness: true },
  // Deleted: what must be said goes into the channel instead of the thread.
  message: { again: 'never', taken: 'no', instead: 'the next place', failsReadiness: false },
  // Archived, lost, or without us: FALLBACK_CHANNEL, else whoever asked.
  channel: { again: 'never', taken: 'no', instead: 'the next place', failsReadiness: false },
  // For the moment: by administrators, keys that were taken back, a migration. Others go on.
  conversation: {
    again: 'growing pauses',
    taken: 'no',
    instead: 'the next place',
    failsReadiness: false,
  },
  content: { again: 'never', taken: 'no', instead: 'plain text', failsReadiness: false },
};

// Slack's error names: docs.slack.dev/reference/methods/chat.postMessage and chat.update.
const PLATFORM_ERRORS: ReadonlyMap<string, SlackFailureKind> = new Map(
  Object.entries({
    ratelimited: 'busy',
    rate_limited: 'busy',
    message_limit_exceeded: 'busy',

    // It may have struck before or after the deed.
    update_failed: 'passing',
    internal_error: 'passing',
    fatal_error: 'passing',
    service_unavailable: 'passing',
    request_timeout: 'passing',
    team_added_to_org: 'passing',
    external_channel_migrating: 'passing',

    invalid_auth: 'workspace',
    not_authed: 'workspace',
    token_revoked: 'workspace',
    token_expired: 'workspace',
    account_inactive: 'workspace',
    missing_scope: 'workspace',
    not_allowed_token_type: 'workspace',
    two_factor_setup_required: 'workspace',
    org_login_required: 'workspace',
    accesslimited: 'workspace',
    enterprise_is_restricted: 'workspace',

    // The documentation of chat.postMessage does not say how far these reach: "Administrators have suspended the
    // ability to post a message", "Make sure your app is a member of the conversation". Reported for one channel
    // alone; where it is the workspace, auth.test fails as well.
    ekm_access_denied: 'conversation',
    no_permission: 'conversation',
    access_denied: 'conversation',
    team_not_found: 'conversation',
    team_access_not_granted: 'conversation',

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
    user_not_found: 'channel',
    user_disabled: 'channel',
    cannot_dm_bot: 'channel',
    messages_tab_disabled: 'channel',

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

/** The client puts a whole body that is no JSON where the name should be. */
const ERROR_NAME = /^[a-z][a-z0-9_:.-]{1,80}$/;

/** Classifies whatever a WebClient call threw: Slack, and what stands before it, may answer anything. */
export function slackFailure(error: unknown): SlackFailure {
  if (error instanceof WebAPIRateLimitedError) {
    const afterMs = Math.min(error.retryAfter * 1000, LONGEST_PAUSE_MS);
    return failure('busy', 'ratelimited', afterMs > 0 ? afterMs : undefined);
  }
  if (error instanceof WebAPIPlatformError && ERROR_NAME.test(error.data?.error ?? '')) {
    return failure(kindOf(error.data.error), error.data.error);
  }
  if (error instanceof WebAPIHTTPError) {
    return error.statusCode === 429
      ? failure('busy', 'ratelimited')
      : failure('passing', `http ${error.statusCode}`);
  }
  if (error instanceof WebAPIRequestError) {
    return failure('passing', proxyFailureIn(error)?.message ?? 'no answer');
  }
  return failure('passing', 'no usable answer');
}

/**
 * A name of which nobody has heard is a refusal for sure, but of what? As `content` it is tried as plain
 * text, and if that is refused too, in the next place.
 */
function kindOf(name: string): SlackFailureKind {
  return (
    PLATFORM_ERRORS.get(name) ?? (name.startsWith('restricted_action') ? 'channel' : 'content')
  );
}

function failure(kind: SlackFailureKind, error: string, slackSaysMs?: number): SlackFailure {
  switch (kind) {
    case 'busy':
    case 'passing':
    case 'workspace': {
      const { again, taken } = SLACK_FAILURES[kind];
      const afterMs = again === 'every minute' ? WORKSPACE_PAUSE_MS : slackSaysMs;
      return { kind: 'later', cause: kind, error, taken, afterMs };
    }
    case 'message':
    case 'channel':
    case 'conversation':
    case 'content':
      return { kind: 'refused', error, about: kind };
    default:
      return kind satisfies never;
  }
}

/**
 * Whether a refusal may be about more than the one conversation: by its name nobody can tell. `auth.test`
 * can.
 */
export function mayBeWorkspace(slack: SlackFailure): slack is RefusedFailure {
  return slack.kind === 'refused' && (slack.about === 'conversation' || !isKnown(slack.error));
}

function isKnown(name: string): boolean {
  return PLATFORM_ERRORS.has(name) || name.startsWith('restricted_action');
}

/** The same, where `auth.test` is refused, too. */
export function workspaceFailure(error: string): LaterFailure {
  return { kind: 'later', cause: 'workspace', error, taken: 'no', afterMs: WORKSPACE_PAUSE_MS };
}

/** Whether an outcome is one of these. */
export function isSlackFailure(outcome: { readonly kind: string }): outcome is SlackFailure {
  return outcome.kind === 'later' || outcome.kind === 'refused';
}

/** The row of the table above that a failure belongs to. */
export function kindOfFailure(slack: SlackFailure): SlackFailureKind {
  return slack.kind === 'later' ? slack.cause : slack.about;
}

/** Hears how each call went. */
export type CallListener = (method: string, outcome: 'ok' | SlackFailure) => void;
