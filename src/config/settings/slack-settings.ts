import type { Setting } from '../setting.ts';
import { apiUrl } from '../url-schemas.ts';
import { listenAddress, matching, token, wholeNumber } from '../value-schemas.ts';

/** How it talks with Slack. */
export const slackSettings = {
  SLACK_BOT_TOKEN: {
    about: 'Bot token of the Slack app.',
    example: 'xoxb-…',
    schema: token('xoxb-'),
    isSecret: true,
    unset: 'required',
    obtain: 'create the app from manifest.yml and install it, then see OAuth & Permissions',
  },
  SLACK_APP_TOKEN: {
    about: 'App-level token with `connections:write`: the bot uses Socket Mode.',
    example: 'xapp-…',
    schema: token('xapp-'),
    isSecret: true,
    unset: 'this or `SLACK_SIGNING_SECRET` is required, except with `ROLE=worker`',
    obtain: 'Basic Information > App-Level Tokens, with the scope connections:write',
  },
  SLACK_SIGNING_SECRET: {
    about:
      'Signing secret: Slack sends requests to `/slack/events` on `PORT`. Not read where `SLACK_APP_TOKEN` is set.',
    example: '0123456789abcdef…',
    schema: matching(/^\S{8,}$/, 'must be at least 8 characters, no spaces'),
    isSecret: true,
    unset: 'see `SLACK_APP_TOKEN`',
    obtain: 'Basic Information > App Credentials',
  },
  PORT: {
    about: 'Port for requests from Slack, without Socket Mode.',
    example: '3000',
    schema: wholeNumber(1, 65_535),
    fallback: '3000',
  },
  HOST: {
    about:
      'Address on which `PORT` listens: that of the machine or container where a TLS proxy reaches it.',
    example: '0.0.0.0',
    schema: listenAddress,
    fallback: '127.0.0.1',
  },
  SLACK_API_URL: {
    about: "Base URL of Slack's Web API.",
    example: 'https://slack-gov.com/api/',
    schema: apiUrl,
    fallback: 'https://slack.com/api/',
  },
  SLACK_EDITS_PER_MINUTE: {
    about: 'Edits of messages a minute; Slack allows an app about 50 in a workspace.',
    example: '50',
    schema: wholeNumber(1, 60_000),
    fallback: '50',
  },
  SLACK_POSTS_PER_MINUTE: {
    about:
      'New messages a minute in the whole workspace; Slack allows an app several hundred, and about one a second in a channel, which is kept to as well.',
    example: '270',
    schema: wholeNumber(1, 60_000),
    fallback: '270',
  },
} as const satisfies Record<string, Setting>;
