import { setTimeout as delay } from 'node:timers/promises';
import { WebAPIPlatformError, type WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import { slackFailure } from './api/slack-failure.ts';

const LONGEST_PAUSE_MS = 30_000;

export interface SlackSignIn {
  /** Undefined once Slack has taken the bot token, else why it has not. */
  problem(): string | undefined;
  /** The workspace's address, once signed in. */
  workspaceUrl(): string | undefined;
  stop(): void;
}

/** Finds out whether Slack takes the bot token; asks until it is known. */
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
    for (let attempt = 0; !stopped.signal.aborted; attempt++) {
      problem = await attemptSignIn();
      if (problem === undefined) return;
      log.warn({ event: 'slack.sign_in_failed', detail: problem });
      const pause = Math.min(LONGEST_PAUSE_MS, 500 * 2 ** Math.min(attempt, 10));
      await delay(pause, undefined, { signal: stopped.signal }).catch(() => undefined);
    }
  }

  async function attemptSignIn(): Promise<string | undefined> {
    try {
      const { team, user, url } = await client.auth.test();
      workspaceUrl = url;
      log.info({ event: 'slack.signed_in', team, user });
      return undefined;
    } catch (error) {
      const { error: name } = slackFailure(error);
      return error instanceof WebAPIPlatformError
        ? `Slack refuses the bot token: ${name}`
        : `Slack can't be reached: ${name}`;
    }
  }
}
