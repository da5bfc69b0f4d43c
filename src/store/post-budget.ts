import type { Redis } from 'ioredis';
import { keys } from './keys.ts';

/** What goes first where many posts wait for one channel, in milliseconds of a head start: in classes. */
const DAY_MS = 24 * 3_600_000;
const HEAD_START_MS = { failure: 3 * DAY_MS, alert: 2 * DAY_MS, note: DAY_MS, other: 0 } as const;
/** `failure` and `alert` are for the on-call channel. */
export type PostUrgency = keyof typeof HEAD_START_MS;

export interface PostLimits {
  /** Posts a minute in all of the workspace. */
  readonly perMinute: number;
  /** Between two posts in one channel. */
  readonly channelIntervalMs?: number;
}

/** "One per second per channel, short bursts are allowed": docs.slack.dev/apis/web-api/rate-limits */
const CHANNEL = { intervalMs: 1000, atOnce: 5 } as const;
/** Some of the workspace's burst is kept for on-call. */
const WORKSPACE = { atOnce: 8, atOnceOnCall: 16 } as const;

/**
 * How often we post: about once a second in a channel. All processes share it through Redis. Every method
 * rejects while Redis does not answer.
 */
export class PostBudget {
  readonly #redis: Redis;
  readonly #workspaceIntervalMs: number;
  readonly #channelIntervalMs: number;

  constructor(redis: Redis, { perMinute, channelIntervalMs = CHANNEL.intervalMs }: PostLimits) {
    this.#redis = redis;
    this.#workspaceIntervalMs = Math.ceil(60_000 / perMinute);
    this.#channelIntervalMs = channelIntervalMs;
  }

  /**
   * Asks for a turn to post. Who is told to wait keeps a place in the channel's line, and is to ask again
   * after that time.
   *
   * @param asker whose turn it is: a destination
   * @returns 0, or for how many milliseconds to wait
   */
  async take(channel: string, asker: string, urgency: PostUrgency): Promise<number> {
    const isOnCall = urgency === 'failure' || urgency === 'alert';
    return await this.#redis.takePostTurn(
      keys.holds,
      keys.budget(`posts/${channel}`),
      keys.budget('posts'),
      holdOf(channel),
      asker,
      HEAD_START_MS[urgency],
      this.#channelIntervalMs,
      CHANNEL.atOnce,
      this.#workspaceIntervalMs,
      isOnCall ? WORKSPACE.atOnceOnCall : WORKSPACE.atOnce,
    );
  }

  /** Slack asks for a pause: nobody posts there; after it, one by one, since Slack gives no more back. */
  async pause(channel: string, ms: number): Promise<void> {
    if (ms <= 0) return;
    const budget = keys.budget(`posts/${channel}`);
    await Promise.all([
      this.#redis.hold(keys.holds, holdOf(channel), Math.ceil(ms)),
      this.#redis.slowTurns(budget, this.#channelIntervalMs, CHANNEL.atOnce, Math.ceil(ms)),
    ]);
  }
}

function holdOf(channel: string): string {
  return `chat.postMessage/${channel}`;
}
