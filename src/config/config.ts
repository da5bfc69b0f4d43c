import type { PagerName } from '../watch/names.ts';
import type { MisspeltName } from './misspelt-names.ts';
import { arrangeRedis } from './redis/arrange-redis.ts';
import type { Values } from './settings.ts';

/** How people's commands reach us; a worker takes none. */
type EntranceSettings =
  | { readonly kind: 'socket'; readonly appToken: string }
  | {
      readonly kind: 'http';
      readonly signingSecret: string;
      readonly host: string;
      readonly port: number;
    }
  | { readonly kind: 'none' };

export type Config = NonNullable<ReturnType<typeof arrange>>;

/**
 * The settings in the shape in which the program takes them; undefined where a required one lacks.
 *
 * @param secrets of the whole environment, to be recognized by their value
 * @param misspelt what is set and decides nothing
 */
export function arrange(
  values: Values,
  secrets: readonly string[],
  misspelt: readonly MisspeltName[],
) {
  const entrance = entranceOf(values);
  const { SLACK_BOT_TOKEN, AZURE_SUBSCRIPTIONS, ONCALL_CHANNEL } = values;
  if (!entrance || !SLACK_BOT_TOKEN || !AZURE_SUBSCRIPTIONS || !ONCALL_CHANNEL) return undefined;
  return {
    role: values.ROLE,
    slack: {
      botToken: SLACK_BOT_TOKEN,
      apiUrl: values.SLACK_API_URL,
      entrance,
      editsPerMinute: values.SLACK_EDITS_PER_MINUTE,
      postsPerMinute: values.SLACK_POSTS_PER_MINUTE,
    },
    proxy: proxyOf(values),
    redis: arrangeRedis(values),
    azure: {
      subscriptions: AZURE_SUBSCRIPTIONS,
      locations: values.AZURE_LOCATIONS ?? [],
      cloud: values.AZURE_CLOUD,
      armEndpoint: values.AZURE_RESOURCE_MANAGER_URL,
      accessToken: values.AZURE_ACCESS_TOKEN,
      readsPerSecond: values.ARM_READS_PER_SECOND,
    },
    oncall: {
      channel: ONCALL_CHANNEL,
      mention: values.ONCALL_MENTION,
      mentionAgainAfterMs: values.MENTION_AGAIN_AFTER,
      isPrivateTold: values.PRIVATE_IN_ALERTS,
      runbookUrl: values.RUNBOOK_URL,
      escalationMention: values.ESCALATION_MENTION,
      escalationChannel: values.ESCALATION_CHANNEL,
    },
    reminders: {
      afterMs: values.REMIND_AFTER,
      times: values.REMIND_TIMES,
      escalates: Boolean(values.ESCALATION_MENTION ?? values.ESCALATION_CHANNEL),
    },
    fallbackChannel: values.FALLBACK_CHANNEL,
    pagerDuty: values.PAGERDUTY_ROUTING_KEY
      ? { url: values.PAGERDUTY_URL, routingKey: values.PAGERDUTY_ROUTING_KEY }
      : undefined,
    webhook: webhookOf(values),
    allowed: {
      channels: values.ALLOWED_CHANNELS,
      users: values.ALLOWED_USERS,
      teams: values.ALLOWED_TEAMS,
    },
    admins: values.ADMINS,
    policy: policyOf(values),
    limits: { perPerson: values.WATCHES_PER_PERSON, perChannel: values.WATCHES_PER_CHANNEL },
    historyMs: values.HISTORY_FOR,
    api: apiOf(values),
    ops: { host: values.OPS_HOST, port: values.OPS_PORT },
    secrets,
    misspelt,
    log: { level: values.LOG_LEVEL, format: values.LOG_FORMAT },
  } as const;
}

/** Undefined where there is none. */
function apiOf(values: Values) {
  const { API_TOKENS: tokens, API_HOST: host, API_PORT: port } = values;
  return tokens && { tokens, host, port, requestsPerMinute: values.API_REQUESTS_PER_MINUTE };
}

/** One for all: plain HTTP is spoken to this machine alone, so that `HTTP_PROXY` has no use of its own. */
export function proxyOf({ HTTPS_PROXY, HTTP_PROXY, NO_PROXY }: Values) {
  const except = NO_PROXY ?? [];
  if (HTTPS_PROXY) return { ...HTTPS_PROXY, except, setting: 'HTTPS_PROXY' } as const;
  if (HTTP_PROXY) return { ...HTTP_PROXY, except, setting: 'HTTP_PROXY' } as const;
  return undefined;
}

function webhookOf({ WEBHOOK_URL: url, WEBHOOK_SECRET: secret }: Values) {
  return url && secret ? { url, secret } : undefined;
}

function pagersOf(values: Values): readonly PagerName[] {
  return [
    ...(values.PAGERDUTY_ROUTING_KEY ? (['pagerduty'] as const) : []),
    ...(webhookOf(values) ? (['webhook'] as const) : []),
  ];
}

function entranceOf(values: Values): EntranceSettings | undefined {
  if (values.ROLE === 'worker') return { kind: 'none' };
  if (values.SLACK_APP_TOKEN) return { kind: 'socket', appToken: values.SLACK_APP_TOKEN };
  if (values.SLACK_SIGNING_SECRET) {
    const { SLACK_SIGNING_SECRET: signingSecret, HOST: host, PORT: port } = values;
    return { kind: 'http', signingSecret, host, port };
  }
  return undefined;
}

/** How a watch behaves. */
export function policyOf(values: Values) {
  return {
    pollMinMs: values.POLL_MIN,
    pollMaxMs: values.POLL_MAX,
    notFoundAfterMs: values.NOT_FOUND_AFTER,
    goneAfterMs: values.GONE_AFTER,
    stallAfterMs: values.STALL_AFTER,
    blindAfterMs: values.BLIND_AFTER,
    faultAfterMs: values.FAULT_AFTER,
    watchForMs: values.WATCH_FOR,
    milestones: values.MILESTONES,
    alertOn: values.ALERT_ON,
    pagers: pagersOf(values),
  } as const;
}
