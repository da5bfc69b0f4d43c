import * as v from 'valibot';
import {
  apiUrl,
  duration,
  listOf,
  mention,
  milestones,
  oneOf,
  redisUrl,
  secureOrigin,
  someOf,
  subscriptions,
  token,
  wholeNumber,
} from './value-schemas.ts';

/** One setting of the environment. */
interface Setting {
  /** What it decides, in one sentence for the README's table. */
  readonly about: string;
  readonly example: string;
  readonly schema: v.GenericSchema<string, unknown>;
  /** The text that counts where nothing is set. */
  readonly fallback?: string;
  /** What happens where nothing is set and there is no fallback text. */
  readonly unset?: string;
  /** How to get a value; said where one is missing. */
  readonly obtain?: string;
  /** A line without a value would silently open what it is meant to close. */
  readonly isGuard?: true;
}

const CHANNEL = /^[CGD][A-Z0-9]{2,}$/;
const USER = /^[UW][A-Z0-9]{2,}$/;
const CHANNEL_MESSAGE = 'must be a channel id such as C0123456789, not a name';

/** Every setting, once: the environment is read, checked and documented from this. */
export const settings = {
  SLACK_BOT_TOKEN: {
    about: 'Bot token of the Slack app.',
    example: 'xoxb-…',
    schema: token('xoxb-'),
    unset: 'required',
    obtain: 'create the app from manifest.yml and install it, then see OAuth & Permissions',
  },
  SLACK_APP_TOKEN: {
    about: 'App-level token with `connections:write`: the bot uses Socket Mode.',
    example: 'xapp-…',
    schema: token('xapp-'),
    unset: 'this or `SLACK_SIGNING_SECRET` is required, except with `ROLE=worker`',
    obtain: 'Basic Information > App-Level Tokens, with the scope connections:write',
  },
  SLACK_SIGNING_SECRET: {
    about:
      'Signing secret: Slack sends requests to `/slack/events` on `PORT`. Not read where `SLACK_APP_TOKEN` is set.',
    example: '0123456789abcdef…',
    schema: v.pipe(v.string(), v.regex(/^\S{8,}$/, 'must be at least 8 characters, no spaces')),
    unset: 'see `SLACK_APP_TOKEN`',
    obtain: 'Basic Information > App Credentials',
  },
  PORT: {
    about: 'Port for requests from Slack, without Socket Mode.',
    example: '3000',
    schema: wholeNumber(1, 65_535),
    fallback: '3000',
  },
  SLACK_API_URL: {
    about: "Base URL of Slack's Web API.",
    example: 'https://slack-gov.com/api/',
    schema: apiUrl,
    fallback: 'https://slack.com/api/',
  },
  REDIS_URL: {
    about: 'Redis that keeps the watches; it must run with `maxmemory-policy noeviction`.',
    example: 'rediss://user:password@redis.example.com:6380',
    schema: redisUrl,
    fallback: 'redis://127.0.0.1:6379',
  },
  AZURE_SUBSCRIPTIONS: {
    about: 'Names and ids of the subscriptions that may be read; any other is refused.',
    example: 'prod=00000000-0000-0000-0000-000000000000',
    schema: subscriptions,
    unset: 'required',
    obtain: 'az account list --query "[].{name:name, id:id}" --output table',
  },
  AZURE_LOCATIONS: {
    about: 'Where a bare operation id is looked for.',
    example: 'westeurope,northeurope',
    schema: listOf(/^[ \w]{1,60}$/, 'must be a list of Azure locations such as westeurope'),
    unset: 'none; a bare id needs `in <location>`',
  },
  AZURE_CLOUD: {
    about: 'Azure cloud: `public`, `usgov` or `china`.',
    example: 'usgov',
    schema: oneOf(['public', 'usgov', 'china']),
    fallback: 'public',
  },
  AZURE_RESOURCE_MANAGER_URL: {
    about: 'Another Azure Resource Manager than that of `AZURE_CLOUD`.',
    example: 'https://management.azure.com',
    schema: secureOrigin,
    unset: "the cloud's",
  },
  AZURE_ACCESS_TOKEN: {
    about:
      'A ready access token instead of a credential: for trying it out, since it ends within hours.',
    example: 'eyJ…',
    obtain: 'az account get-access-token --query accessToken --output tsv',
    schema: v.pipe(v.string(), v.regex(/^\S+$/, 'must not contain spaces')),
    unset: 'DefaultAzureCredential signs in',
  },
  ARM_READS_PER_SECOND: {
    about:
      'Reads a second of each subscription, by all workers together; Azure allows 25, shared with everything else that signs in the same way.',
    example: '10',
    schema: wholeNumber(1, 10_000),
    fallback: '5',
  },
  ONCALL_CHANNEL: {
    about: 'Channel that is called when an operation fails.',
    example: 'C0123456789',
    schema: v.pipe(v.string(), v.regex(CHANNEL, CHANNEL_MESSAGE)),
    unset: 'required',
    obtain: "the channel's id stands at the end of its details in Slack",
  },
  ONCALL_MENTION: {
    about: 'Whom an alert mentions: the id of a user or a user group, `here` or `channel`.',
    example: 'S0123456789',
    schema: mention,
    unset: 'nobody is mentioned',
  },
  FALLBACK_CHANNEL: {
    about:
      'Channel in which an ending or an alert is told where its own channel is archived, gone or closed to the bot.',
    example: 'C0123456789',
    schema: v.pipe(v.string(), v.regex(CHANNEL, CHANNEL_MESSAGE)),
    unset: 'a direct message to whoever asked',
  },
  ALERT_ON: {
    about:
      'What calls the on-call channel, of: `failed`, `canceled`, `gone`, `abandoned`, `blind`, `stalled`, `overdue`. Only `failed` and `gone` mention `ONCALL_MENTION`.',
    example: 'failed,gone',
    schema: someOf(['failed', 'canceled', 'gone', 'abandoned', 'blind', 'stalled', 'overdue']),
    fallback: 'failed,gone,blind,stalled',
  },
  ESCALATE_AFTER: {
    about:
      'When many operations fail at once, they are told together, and `ONCALL_MENTION` is not mentioned again for so long.',
    example: '15m',
    schema: duration,
    fallback: '15m',
  },
  ALLOWED_CHANNELS: {
    about: 'Channels in which commands are taken.',
    example: 'C0123456789,C9876543210',
    schema: listOf(CHANNEL, 'must be a list of channel ids such as C0123456789'),
    isGuard: true,
    unset: 'all',
  },
  ALLOWED_USERS: {
    about: 'People from whom commands are taken.',
    example: 'U0123456789,U9876543210',
    schema: listOf(USER, 'must be a list of user ids such as U0123456789'),
    isGuard: true,
    unset: 'all',
  },
  POLL_MIN: {
    about:
      'Pause between the first reads of an operation, and the shortest near its estimated end.',
    example: '5s',
    schema: duration,
    fallback: '5s',
  },
  POLL_MAX: {
    about: 'Longest pause between reads, unless Azure asks for a longer one.',
    example: '60s',
    schema: duration,
    fallback: '60s',
  },
  NOT_FOUND_AFTER: {
    about: 'How long Azure may not know an operation that was never seen: new ones show late.',
    example: '2m',
    schema: duration,
    fallback: '2m',
  },
  GONE_AFTER: {
    about: 'How long Azure may no longer know an operation before its watch ends.',
    example: '10m',
    schema: duration,
    fallback: '10m',
  },
  STALL_AFTER: {
    about: 'How long a running operation may make no progress before it is called stalled.',
    example: '15m',
    schema: duration,
    fallback: '15m',
  },
  BLIND_AFTER: {
    about: 'How long an operation may be unreadable before people are told.',
    example: '10m',
    schema: duration,
    fallback: '10m',
  },
  WATCH_FOR: {
    about: 'How long a watch goes on at most; its card then offers to go on.',
    example: '7d',
    schema: duration,
    fallback: '7d',
  },
  MILESTONES: {
    about: "Percentages that are noted in the card's thread.",
    example: '10,50,90',
    schema: milestones,
    fallback: '25,50,75',
  },
  HISTORY_FOR: {
    about: 'How long an ended watch is kept, an hour at least.',
    example: '30d',
    schema: duration,
    fallback: '30d',
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
  ROLE: {
    about:
      'What this process does: `bot` (talks with people), `worker` (reads and posts) or `all`.',
    example: 'all',
    schema: oneOf(['all', 'bot', 'worker']),
    fallback: 'all',
  },
  OPS_PORT: {
    about: 'Port of `/livez`, `/readyz` and `/metrics`.',
    example: '9464',
    schema: wholeNumber(1, 65_535),
    fallback: '9464',
  },
  OPS_HOST: {
    about: 'Address on which `OPS_PORT` listens.',
    example: '0.0.0.0',
    schema: v.pipe(v.string(), v.regex(/^[\w.:-]+$/, 'must be an address such as 127.0.0.1')),
    fallback: '127.0.0.1',
  },
  LOG_LEVEL: {
    about: 'Least severe entry that is logged: `trace`, `debug`, `info`, `warn`, `error`.',
    example: 'debug',
    schema: oneOf(['trace', 'debug', 'info', 'warn', 'error']),
    fallback: 'info',
  },
  LOG_FORMAT: {
    about: '`json`, or `pretty` for people.',
    example: 'json',
    schema: oneOf(['json', 'pretty']),
    unset: '`pretty` on a terminal, else `json`',
  },
} as const satisfies Record<string, Setting>;

export type SettingName = keyof typeof settings;
