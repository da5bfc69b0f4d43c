import type { WebClient } from '@slack/web-api';
import type { Finding } from '../asking/doctor.ts';
import { SLACK_FAILURES, slackFailure } from './api/slack-failure.ts';

/** What each scope of manifest.yml is for, said as what people miss without it. */
const WITHOUT = {
  commands: 'nobody can give me a command',
  'chat:write': 'I can post nothing at all',
  'chat:write.public': 'I can post only in channels of which I am a member',
  'im:write': 'I can’t write to people directly where a channel is closed to me',
  'channels:history':
    'after a break I can’t look whether a message stands already, and may post it twice',
  'groups:history':
    'after a break I can’t look whether a message stands already in a private channel, and may post it twice',
  'im:history':
    'I don’t hear who writes to me, and after a break I may tell people twice in their conversation with me',
  'channels:read':
    'I can’t check that ONCALL_CHANNEL is open before I need it, nor a channel that is chosen in the form, and the Home tab shows public channels instead of yours',
  'files:write': 'how the progress went is a line of text at the end, and no picture',
  'users:read': '“Snooze until 08:00” means 08:00 UTC, whoever presses it',
  'groups:read': 'I can’t check that a private ONCALL_CHANNEL is open before I need it',
} as const satisfies Readonly<Record<string, string>>;

/** Those without which nothing goes. */
const NEEDED: readonly string[] = ['commands', 'chat:write'];
/** The others that are not `bot_optional` in manifest.yml: nobody has left them out on purpose. */
const ALWAYS: readonly string[] = [...NEEDED, 'im:history'];

const UPDATE =
  'Bring the app up to date with manifest.yml at api.slack.com/apps, and install it again.';
const ALLOW =
  'It is optional: to have it, install the app again at api.slack.com/apps and allow it.';

const ABOUT = 'Slack app';

/** Which scopes of manifest.yml the installed app lacks. Slack names those that it has with each answer. */
export async function examineScopes(client: WebClient): Promise<readonly Finding[]> {
  try {
    const { response_metadata: metadata } = await client.auth.test();
    const granted = metadata?.scopes;
    if (!granted)
      return [{ state: 'unknown', about: ABOUT, says: 'Slack does not name its scopes.' }];
    const missing = Object.entries(WITHOUT).filter(([scope]) => !granted.includes(scope));
    if (missing.length === 0) {
      return [{ state: 'fine', about: ABOUT, says: 'It has all scopes that it needs.' }];
    }
    return missing.map(([scope, loss]) => ({
      state: NEEDED.includes(scope) ? 'fault' : 'notice',
      about: ABOUT,
      says: `It lacks the scope ${scope}: ${loss}. ${ALWAYS.includes(scope) ? UPDATE : ALLOW}`,
    }));
  } catch (error) {
    const failure = slackFailure(error);
    const isLasting = failure.kind !== 'later' || SLACK_FAILURES[failure.cause].failsReadiness;
    const says = `Slack answers ${failure.error} when I ask who I am.`;
    return [{ state: isLasting ? 'fault' : 'unknown', about: ABOUT, says }];
  }
}
