import type { Outgoing } from '../outgoing/outgoing.ts';
import type { Pager, PagerLink, PagerMessage } from './pager.ts';
import { postJson } from './post-json.ts';

export interface PagerDutyOptions {
  readonly url: string;
  /** The key of an integration of kind Events API v2. */
  readonly routingKey: string;
  readonly fetch: Outgoing['fetch'];
  readonly now: () => number;
}

const LONGEST_SUMMARY = 1024;
const LINK_TEXTS: Readonly<Record<PagerLink['to'], string>> = {
  alert: 'Alert in Slack',
  card: 'Card in Slack',
  portal: 'Azure portal',
};

/** PagerDuty, by its Events API v2: developer.pagerduty.com/docs/events-api-v2-overview */
export function createPagerDuty({ url, routingKey, ...connection }: PagerDutyOptions): Pager {
  return {
    title: 'PagerDuty',
    advice: 'Check PAGERDUTY_ROUTING_KEY: it is the key of an integration of kind Events API v2.',
    async send(message) {
      const { action, key } = message;
      const event = {
        routing_key: routingKey,
        event_action: action,
        dedup_key: key,
        // The others need no more than the key.
        ...(action === 'trigger' && triggerOf(message)),
      };
      return await postJson(connection, url, JSON.stringify(event));
    },
  };
}

function triggerOf({ summary, severity, cause, at, reason, operation, links }: PagerMessage) {
  const { id, title, kind, subscription, location, server, percent } = operation;
  return {
    payload: {
      summary: summary.slice(0, LONGEST_SUMMARY).toWellFormed(),
      source: server ?? `${subscription}, ${location}`,
      severity,
      timestamp: new Date(at).toISOString(),
      component: kind,
      group: subscription,
      class: cause,
      custom_details: { operation: id, title, subscription, location, server, percent, reason },
    },
    client: 'mysqlop',
    links: links.map(({ to, url: href }) => ({ href, text: LINK_TEXTS[to] })),
  };
}
