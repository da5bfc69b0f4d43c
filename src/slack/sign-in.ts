import { setTimeout as delay } from 'node:timers/promises';
import { WebAPIPlatformError, type WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import { slackFailure } from './api/slack-failure.ts';

const LONGEST_PAUSE_MS = 30_000;
/** A token may be revoked at any time. */
const CHECK_AGAIN_MS = 60_000;

export interface SlackSignIn {
  /** Undefined while Slack takes the bot token, else why it does not. */
  problem(): string | undefined;
  /** The workspace's address, once signed in. */
  workspaceUrl(): string | undefined;
  stop(): void;
}

/** Finds out whether Slack takes the bot token, and goes on to ask. */
export function checkSignIn(client: WebClient, log: Logger): SlackSignIn {
  let problem: string | undefined = 'Slack has not been reached yet';
  let workspaceUrl: string | undefined;
  const stopped = new AbortController();
  void ask();
  return {
    problem: () => problem,
    workspaceUrl: () => workspaceUrl,
    stop: () => stopped.abort(),
  };

  async function ask(): Promise<void> {
    let failures = 0;
    while (!stopped.signal.aborted) {
      const before = problem;
      problem = await attempt();
      if (problem !== before) tell();
      failures = problem === undefined ? 0 : failures + 1;
      const pause =
        failures === 0
          ? CHECK_AGAIN_MS
          : Math.min(LONGEST_PAUSE_MS, 250 * 2 ** Math.min(failures, 10));
      await delay(pause, undefined, { signal: stopped.signal }).catch(() => undefined);
    }
  }

  function tell(): void {
    if (problem === undefined) log.info({ event: 'slack.signed_in', workspaceUrl });
    else log.warn({ event: 'slack.sign_in_failed', detail: problem });
  }

  async function attempt(): Promise<string | undefined> {
    try {
      workspaceUrl = (await client.auth.test()).url;
      return undefined;
    } catch (error) {
      const { error: name } = slackFailure(error);
      return error instanceof WebAPIPlatformError
        ? `Slack refuses the bot token: ${name}`
        : `Slack can't be reached: ${name}`;
    }
  }
}
