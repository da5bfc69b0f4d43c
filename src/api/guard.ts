import type { Logger } from 'pino';
import type { PipelineId } from '../watch/askers.ts';
import { createAuthenticate, type TokenHash } from './authenticate.ts';
import { problem } from './problem.ts';
import type { Reply } from './reply.ts';
import { createRequestLimit, type LimitTaken, WINDOW_MS } from './request-limits.ts';

/** Who asks, and the headers that every answer to them carries; or why nothing is done for them. */
export type Admission =
  | {
      readonly kind: 'admitted';
      readonly pipeline: PipelineId;
      readonly headers: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'refused'; readonly reply: Reply };

/** So many wrong tokens a minute from one address are told that they are wrong. */
const MOST_WRONG = 20;
const CHALLENGE = 'Bearer realm="mysqlop"';

/**
 * Lets pipelines in by their tokens, each as often as it may ask. Nothing is read of a request that is refused, and
 * nothing asked of Redis. Whoever has a valid token is let in whatever others do at the same address: it may be a proxy's.
 *
 * @param now in milliseconds, of a clock that does not go back
 */
export function createGuard(
  {
    tokens,
    requestsPerMinute,
    log,
  }: {
    readonly tokens: readonly TokenHash[];
    readonly requestsPerMinute: number;
    readonly log: Logger;
  },
  now: () => number,
) {
  const authenticate = createAuthenticate(tokens);
  const requests = createRequestLimit(requestsPerMinute, now);
  const wrong = createRequestLimit(MOST_WRONG, now);

  function stranger(authorization: string | undefined, address: string): Reply {
    const taken = wrong.take(address);
    // The first of a minute, and that there are many: more would fill the log.
    if (taken.isFirst || taken.isFirstOver) {
      log.warn(
        { event: 'api.wrong_token', address, isThrottled: !taken.isWithin },
        'is the SHA-256 of its token in API_TOKENS?',
      );
    }
    const headers = { 'www-authenticate': CHALLENGE };
    if (!taken.isWithin) {
      const detail =
        'Too many requests without a valid token. Please check the token, and try again in a minute.';
      return problem('too-many-requests', detail, { headers, retryAfterMs: taken.resetMs });
    }
    if (authorization === undefined) {
      const detail =
        'Please send the pipeline’s token in the header Authorization: Bearer <token>. Whoever runs me can give you one.';
      return problem('unauthorized', detail, { headers });
    }
    const detail =
      'That is not the token of any pipeline. Please check it, or have whoever runs me put its SHA-256 into API_TOKENS.';
    return problem('unauthorized', detail, {
      headers: { 'www-authenticate': `${CHALLENGE}, error="invalid_token"` },
    });
  }

  /** @param cost as how many requests it counts */
  return (authorization: string | undefined, address: string, cost = 1): Admission => {
    const pipeline = authenticate(authorization);
    if (pipeline === undefined) {
      return { kind: 'refused', reply: stranger(authorization, address) };
    }
    const taken = requests.take(pipeline, Math.min(cost, requestsPerMinute));
    const headers = rateHeaders(requestsPerMinute, taken);
    if (taken.isWithin) return { kind: 'admitted', pipeline, headers };
    if (taken.isFirstOver) {
      log.warn(
        { event: 'api.throttled', pipeline },
        'API_REQUESTS_PER_MINUTE is how often it may ask',
      );
    }
    const detail = `This pipeline may ask ${requestsPerMinute} times a minute, and has. Please try again in ${Math.ceil(taken.resetMs / 1000)} s.`;
    return {
      kind: 'refused',
      reply: problem('too-many-requests', detail, { headers, retryAfterMs: taken.resetMs }),
    };
  };
}

/** draft-ietf-httpapi-ratelimit-headers. */
function rateHeaders(most: number, { remaining, resetMs }: LimitTaken) {
  return {
    'ratelimit-policy': `"token";q=${most};w=${WINDOW_MS / 1000}`,
    ratelimit: `"token";r=${remaining};t=${Math.ceil(resetMs / 1000)}`,
  };
}
