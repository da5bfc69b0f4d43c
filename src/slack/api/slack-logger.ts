import { type Logger as BoltLogger, LogLevel } from '@slack/bolt';
import type { Logger } from 'pino';

/**
 * Slack's packages log through ours. Their debug entries are dropped: they hold whole payloads, with
 * response_urls and people's words in them.
 */
export function slackLogger(log: Logger): BoltLogger {
  const words = (parts: unknown[]) => parts.map(String).join(' ').slice(0, 500);
  return {
    debug: () => undefined,
    info: (...parts) => log.debug({ event: 'slack.sdk', detail: words(parts) }),
    warn: (...parts) => log.warn({ event: 'slack.sdk', detail: words(parts) }),
    error: (...parts) => log.warn({ event: 'slack.sdk', detail: words(parts) }),
    setLevel: () => undefined,
    getLevel: () => LogLevel.INFO,
    setName: () => undefined,
  };
}
