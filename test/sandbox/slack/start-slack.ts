import { LogLevel, WebAPIPlatformError, WebClient } from '@slack/web-api';
import { onTestFinished } from 'vitest';
import type { SimulatedSlackOptions } from '../../../src/sandbox/slack/options.ts';
import {
  type SimulatedSlack,
  startSimulatedSlack,
} from '../../../src/sandbox/slack/simulated-slack.ts';

/** A simulated Slack that ends with the test. */
export async function startSlack(options: SimulatedSlackOptions = {}): Promise<SimulatedSlack> {
  const slack = await startSimulatedSlack(options);
  onTestFinished(() => slack.close());
  return slack;
}

const silence = () => undefined;

/** Slack's clients log every refusal, which here are what is tested. */
export const QUIET = {
  debug: silence,
  info: silence,
  warn: silence,
  error: silence,
  setLevel: silence,
  getLevel: () => LogLevel.ERROR,
  setName: silence,
};

/** The official client, with neither retries nor waits of its own. */
export function createClient(slack: SimulatedSlack, token: string | undefined = slack.botToken) {
  return new WebClient(token, {
    slackApiUrl: slack.apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logger: QUIET,
    timeout: 5_000,
  });
}

/** How Slack refused the call. */
export async function refusal(call: Promise<unknown>): Promise<Record<string, unknown>> {
  try {
    await call;
  } catch (error) {
    if (error instanceof WebAPIPlatformError) return { ...error.data };
    throw error;
  }
  throw new Error('The call was accepted');
}

/** The error of a refused call. */
export async function refusedWith(call: Promise<unknown>): Promise<unknown> {
  return (await refusal(call))['error'];
}

/** Something that must be there. */
export function present<T>(value: T | undefined | null): T {
  if (value === undefined || value === null) throw new Error('It is not there');
  return value;
}

/** A clock that stands still until it is told to move. */
export function createClock(startMs = Date.UTC(2030, 0, 1)) {
  let nowMs = startMs;
  return {
    now: () => nowMs,
    advance: (ms: number) => {
      nowMs += ms;
    },
  };
}
