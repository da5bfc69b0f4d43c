import { createHmac } from 'node:crypto';
import type { Outgoing } from '../outgoing/outgoing.ts';
import type { Pager, PagerMessage } from './pager.ts';
import { postJson } from './post-json.ts';

export interface WebhookOptions {
  readonly url: string;
  /** `whsec_` and the key in base64. */
  readonly secret: string;
  readonly fetch: Outgoing['fetch'];
  readonly now: () => number;
}

/** Raised where what is there changes its meaning or goes; more may be added without. */
const VERSION = 1;
const TYPES = {
  trigger: 'alert.triggered',
  acknowledge: 'alert.acknowledged',
  resolve: 'alert.resolved',
} as const;

/** Whatever takes a webhook, signed as Standard Webhooks 1.0 says: standardwebhooks.com */
export function createWebhook({ url, secret, ...connection }: WebhookOptions): Pager {
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
  return {
    title: 'WEBHOOK_URL',
    advice: 'Check WEBHOOK_URL and WEBHOOK_SECRET, and what its receiver says.',
    async send(message) {
      const body = JSON.stringify(payloadOf(message));
      const { id } = message;
      // Of this attempt: receivers refuse what is old.
      const sentAt = Math.floor(connection.now() / 1000);
      const signature = createHmac('sha256', key)
        .update(`${id}.${sentAt}.${body}`)
        .digest('base64');
      return await postJson(connection, url, body, {
        'webhook-id': id,
        'webhook-timestamp': String(sentAt),
        'webhook-signature': `v1,${signature}`,
      });
    },
  };
}

/** As docs/webhook.schema.json has it. */
function payloadOf(message: PagerMessage) {
  const { action, at, key, severity, cause, summary, reason, by, until, done } = message;
  const { startedAt, endedAt, ...operation } = message.operation;
  return {
    version: VERSION,
    type: TYPES[action],
    timestamp: timeOf(at),
    data: {
      ...{ key, severity, cause, summary, reason, by, done },
      until: timeOf(until),
      operation: { ...operation, startedAt: timeOf(startedAt), endedAt: timeOf(endedAt) },
      links: Object.fromEntries(message.links.map((link) => [link.to, link.url])),
    },
  };
}

function timeOf(ms: number | undefined): string | undefined {
  return ms === undefined ? undefined : new Date(ms).toISOString();
}
