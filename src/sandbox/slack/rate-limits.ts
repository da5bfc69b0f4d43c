const MINUTE_MS = 60_000;
const TIER_3 = 50;
const TIER_4 = 100;

/** Calls a minute for each method: https://docs.slack.dev/apis/web-api/rate-limits */
const CALLS_A_MINUTE: Readonly<Record<string, number>> = {
  'chat.update': TIER_3,
  'chat.delete': TIER_3,
  'conversations.history': TIER_3,
  'conversations.replies': TIER_3,
  'conversations.info': TIER_3,
  'conversations.open': TIER_3,
  'chat.postEphemeral': TIER_4,
  'files.getUploadURLExternal': TIER_4,
  'files.completeUploadExternal': TIER_4,
  'users.conversations': TIER_3,
  'users.info': TIER_4,
  'views.open': TIER_4,
  'views.update': TIER_4,
  'views.publish': TIER_4,
  'views.push': TIER_4,
  // "Several hundred messages per minute per workspace."
  'chat.postMessage': 300,
};

/** "1 per second per channel; short bursts above that are allowed." How short is not said. */
const POST_BURST = 8;
const POST_INTERVAL_MS = 1_000;

/** Slack's limits, for one app in one workspace. A call that is refused does not count. */
export class RateLimits {
  readonly #now: () => number;
  readonly #callsOfMethod = new Map<string, number[]>();
  readonly #postsOfChannel = new Map<string, { readonly tokens: number; readonly at: number }>();

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Counts the call, or says how many seconds to wait before it is tried again. */
  admit(method: string, channel: string | undefined): number | undefined {
    const at = this.#now();
    const waitMs = Math.max(
      this.#methodWaitMs(method, at),
      method === 'chat.postMessage' ? this.#channelWaitMs(channel ?? '', at) : 0,
    );
    if (waitMs > 0) return Math.ceil(waitMs / 1_000);
    this.#callsOfMethod.get(method)?.push(at);
    if (method === 'chat.postMessage') this.#takeToken(channel ?? '', at);
    return undefined;
  }

  #methodWaitMs(method: string, at: number): number {
    const most = CALLS_A_MINUTE[method];
    if (most === undefined) return 0;
    const calls = (this.#callsOfMethod.get(method) ?? []).filter((call) => at - call < MINUTE_MS);
    this.#callsOfMethod.set(method, calls);
    const [oldest] = calls;
    return oldest === undefined || calls.length < most ? 0 : oldest + MINUTE_MS - at;
  }

  #channelWaitMs(channel: string, at: number): number {
    return Math.max(0, (1 - this.#tokens(channel, at)) * POST_INTERVAL_MS);
  }

  #takeToken(channel: string, at: number): void {
    this.#postsOfChannel.set(channel, { tokens: this.#tokens(channel, at) - 1, at });
  }

  #tokens(channel: string, at: number): number {
    const bucket = this.#postsOfChannel.get(channel);
    if (bucket === undefined) return POST_BURST;
    return Math.min(POST_BURST, bucket.tokens + (at - bucket.at) / POST_INTERVAL_MS);
  }
}
