import { setTimeout as delay } from 'node:timers/promises';
import { WebAPIPlatformError, type WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import * as v from 'valibot';
import { TeamId } from '../watch/names.ts';
import type { CallListener } from './api/slack-failure.ts';
import { SLACK_FAILURES, slackFailure } from './api/slack-failure.ts';

const Teams = v.array(TeamId);

const LONGEST_PAUSE_MS = 30_000;
/** A token may be revoked at any time. */
const CHECK_AGAIN_MS = 60_000;

export interface SlackSignIn {
  /** Undefined while Slack takes the bot token and what is done with it, else why it does not. */
  problem(): string | undefined;
  /** To hear how each call went: Slack may take the token and still refuse what is done with it. */
  readonly onCall: CallListener;
  /** The workspace's address, once signed in. */
  workspaceUrl(): string | undefined;
  /** Its own workspace, and the organisation that this belongs to, once signed in. */
  teams(): readonly TeamId[] | undefined;
  close(): void;
}

/**
 * Finds out whether Slack takes the bot token, and goes on to ask.
 *
 * @param onRecovery called when Slack can be reached again after it could not
 */
export function checkSignIn(
  client: WebClient,
  log: Logger,
  onRecovery: () => void = () => undefined,
): SlackSignIn {
  const refused = new Map<string, string>();
  let problem: string | undefined = 'Slack has not been reached yet';
  let workspaceUrl: string | undefined;
  let teams: readonly TeamId[] | undefined;
  const closed = new AbortController();
  void ask();
  return {
    problem: () => problem ?? [...refused.values()][0],
    onCall(method, outcome) {
      const isRefused =
        outcome !== 'ok' &&
        outcome.kind === 'later' &&
        SLACK_FAILURES[outcome.cause].failsReadiness;
      if (isRefused) refused.set(method, `Slack refuses ${method}: ${outcome.error}`);
      else if (outcome === 'ok') refused.delete(method);
    },
    workspaceUrl: () => workspaceUrl,
    teams: () => teams,
    close: () => closed.abort(),
  };

  async function ask(): Promise<void> {
    let failures = 0;
    while (!closed.signal.aborted) {
      const before = problem;
      problem = await attempt();
      if (problem !== before) tell();
      if (before !== undefined && problem === undefined) onRecovery();
      failures = problem === undefined ? 0 : failures + 1;
      const pause =
        failures === 0
          ? CHECK_AGAIN_MS
          : Math.min(LONGEST_PAUSE_MS, 250 * 2 ** Math.min(failures, 10));
      await delay(pause, undefined, { signal: closed.signal }).catch(() => undefined);
    }
  }

  function tell(): void {
    if (problem === undefined) log.info({ event: 'slack.signed_in', workspaceUrl });
    else log.warn({ event: 'slack.sign_in_failed', detail: problem });
  }

  async function attempt(): Promise<string | undefined> {
    try {
      const { url, team_id, enterprise_id } = await client.auth.test();
      workspaceUrl = url;
      teams = v.parse(Teams, [team_id, enterprise_id].filter(Boolean));
      return undefined;
    } catch (error) {
      const { error: name } = slackFailure(error);
      return error instanceof WebAPIPlatformError
        ? `Slack refuses the bot token: ${name}`
        : `Slack can't be reached: ${name}`;
    }
  }
}
