import type { AskerId } from '../watch/askers.ts';
import type { ChannelId, Destination } from '../watch/names.ts';
import type { PostUrgency } from '../watch/post-urgency.ts';
import type { Connection, RedisClient } from './connection.ts';
import type { Keys } from './keys.ts';
import { heldFor } from './steps/held-for.ts';
import { hold } from './steps/hold.ts';
import { slowTurns } from './steps/slow-turns.ts';
import { takePostTurn } from './steps/take-post-turn.ts';

/**
 * What on-call is to know comes before all who take turns, and failures before the rest of it; by when it came, in
 * milliseconds, since which it is put forward so far that places begin below 0.
 */
const AHEAD_MS: Readonly<Record<PostUrgency, number>> = {
  failure: 2e13,
  alert: 1e13,
  ending: 0,
  other: 0,
};

export interface PostLimits {
  /** Posts a minute in all of the workspace. */
  readonly perMinute: number;
  /** Between two posts in one channel. */
  readonly channelIntervalMs?: number;
}

/** "One per second per channel, short bursts are allowed": docs.slack.dev/apis/web-api/rate-limits */
const CHANNEL = { intervalMs: 1000, atOnce: 5 } as const;
/** Takes turns for what nobody has asked for. */
const NOBODY = '-';
/** Some of what the workspace allows at once is kept for on-call. */
const WORKSPACE = { atOnce: 8, atOnceOnCall: 16 } as const;

/**
 * How often we post: about once a second in a channel. All processes share it through Redis. Every method
 * rejects while Redis does not answer.
 */
export class PostBudget {
  readonly #redis: RedisClient;
  readonly #keys: Keys;
  readonly #workspaceIntervalMs: number;
  readonly #channelIntervalMs: number;

  constructor(
    { client, keys }: Connection,
    { perMinute, channelIntervalMs = CHANNEL.intervalMs }: PostLimits,
  ) {
    this.#redis = client;
    this.#keys = keys;
    this.#workspaceIntervalMs = Math.ceil(60_000 / perMinute);
    this.#channelIntervalMs = channelIntervalMs;
  }

  /**
   * Asks for a turn to post. Who is told to wait keeps a place, and is to ask again after that time. What on-call is
   * to know goes first; for the rest, turns go by asker, endings before all else among one's own.
   *
   * @param asker whose turn it takes; absent for what nobody has asked for
   * @returns 0, or for how many milliseconds to wait
   */
  async takeTurn(
    channel: ChannelId,
    destination: Destination,
    urgency: PostUrgency,
    asker?: AskerId,
  ): Promise<number> {
    const isOnCall = urgency === 'failure' || urgency === 'alert';
    return await takePostTurn(this.#redis, {
      holds: this.#keys.holds,
      budget: channelBudget(this.#keys, channel),
      workspaceBudget: this.#keys.budget('posts'),
      hold: holdOf(channel),
      post: destination,
      asker: asker ?? NOBODY,
      goesFirst: urgency === 'ending',
      aheadMs: AHEAD_MS[urgency],
      intervalMs: this.#channelIntervalMs,
      atOnce: CHANNEL.atOnce,
      workspaceIntervalMs: this.#workspaceIntervalMs,
      workspaceAtOnce: isOnCall ? WORKSPACE.atOnceOnCall : WORKSPACE.atOnce,
    });
  }

  /** For how many milliseconds nobody posts in a channel, since Slack asks for a pause. */
  async heldFor(channel: ChannelId): Promise<number> {
    return await heldFor(this.#redis, { holds: this.#keys.holds, name: holdOf(channel) });
  }

  /** Slack asks for a pause: nobody posts there; after it, one by one, since Slack gives no more back. */
  async pause(channel: ChannelId, ms: number): Promise<void> {
    if (ms <= 0) return;
    const pauseMs = Math.ceil(ms);
    await Promise.all([
      hold(this.#redis, { holds: this.#keys.holds, name: holdOf(channel), holdMs: pauseMs }),
      slowTurns(this.#redis, {
        budget: channelBudget(this.#keys, channel),
        intervalMs: this.#channelIntervalMs,
        atOnce: CHANNEL.atOnce,
        pauseMs,
      }),
    ]);
  }
}

function channelBudget(keys: Keys, channel: ChannelId) {
  return keys.budget(`posts/${channel}`);
}

function holdOf(channel: ChannelId): string {
  return `chat.postMessage/${channel}`;
}
