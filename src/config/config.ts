import type * as v from 'valibot';
import type { SettingName, settings } from './settings.ts';

/** The settings as read: each its value, or undefined where it is not set and has no fallback. */
export type Values = {
  readonly [Name in SettingName]:
    | v.InferOutput<(typeof settings)[Name]['schema']>
    | ((typeof settings)[Name] extends { readonly fallback: string } ? never : undefined);
};

/** How people's commands reach us; a worker takes none. */
export type Entrance =
  | { readonly kind: 'socket'; readonly appToken: string }
  | { readonly kind: 'http'; readonly signingSecret: string; readonly port: number }
  | { readonly kind: 'none' };

export type Config = NonNullable<ReturnType<typeof arrange>>;

/** The settings in the shape in which the program takes them; undefined where a required one lacks. */
export function arrange(values: Values) {
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
    redisUrl: values.REDIS_URL,
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
      escalateAfterMs: values.ESCALATE_AFTER,
    },
    fallbackChannel: values.FALLBACK_CHANNEL,
    allowed: { channels: values.ALLOWED_CHANNELS, users: values.ALLOWED_USERS },
    policy: {
      pollMinMs: values.POLL_MIN,
      pollMaxMs: values.POLL_MAX,
      notFoundAfterMs: values.NOT_FOUND_AFTER,
      goneAfterMs: values.GONE_AFTER,
      stallAfterMs: values.STALL_AFTER,
      blindAfterMs: values.BLIND_AFTER,
      watchForMs: values.WATCH_FOR,
      milestones: values.MILESTONES,
      alertOn: values.ALERT_ON,
    },
    historyMs: values.HISTORY_FOR,
    ops: { host: values.OPS_HOST, port: values.OPS_PORT },
    log: { level: values.LOG_LEVEL, format: values.LOG_FORMAT },
  } as const;
}

function entranceOf(values: Values): Entrance | undefined {
  if (values.ROLE === 'worker') return { kind: 'none' };
  if (values.SLACK_APP_TOKEN) return { kind: 'socket', appToken: values.SLACK_APP_TOKEN };
  if (values.SLACK_SIGNING_SECRET) {
    return { kind: 'http', signingSecret: values.SLACK_SIGNING_SECRET, port: values.PORT };
  }
  return undefined;
}
