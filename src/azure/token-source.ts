import { signInAdvice } from './sign-in-advice.ts';
import { SignInFailed } from './sign-in-failed.ts';
import { startTimeLimit, unlessAborted } from './time-limit.ts';

/** What a credential answers with; times in milliseconds since the epoch. As in `@azure/identity`. */
export interface AccessToken {
  readonly token: string;
  readonly expiresOnTimestamp: number;
  readonly refreshAfterTimestamp?: number;
}

/** What we use of a credential of `@azure/identity`. */
export interface TokenCredential {
  getToken(
    scope: string,
    options: {
      readonly enableCae: boolean;
      readonly claims?: string;
      readonly abortSignal: AbortSignal;
    },
  ): Promise<AccessToken | null>;
}

/** Where bearer tokens come from. All of it rejects with SignInFailed, or the signal's reason. */
export interface TokenSource {
  /** A token that is valid for some time yet. */
  get(signal?: AbortSignal): Promise<string>;
  /** A token that meets `claims`, in place of the one that Azure refused for lack of them. */
  renew(refusedToken: string, claims: string, signal?: AbortSignal): Promise<string>;
  /** Another token in place of one that Azure refused without saying what it lacks. */
  replace(refusedToken: string, signal?: AbortSignal): Promise<Replacement>;
}

/**
 * What came of a wish for another token. `same`: signing in brings the refused one again, however it is done.
 * `later`: the last one that was asked for so is refused as well, and it is too soon to ask again.
 */
export type Replacement =
  | { readonly kind: 'token'; readonly token: string }
  | { readonly kind: 'same' | 'later' };

/** What to do about a refused token that signing in brings again. */
export const SAME_TOKEN =
  'Signing in again brings the same token, since something on the way keeps it: please restart mysqlop. A managed identity’s may be kept by Azure itself, for up to 24 h.';

export interface TokenSourceOptions {
  readonly credential: TokenCredential;
  /** For ARM: `{armEndpoint}/.default`. */
  readonly scope: string;
  /**
   * A credential with nothing in its cache: one that has a token hands it out to its end, refused or not,
   * and knows no way to say otherwise (@azure/identity 4.14 takes no `forceRefresh`).
   */
  readonly freshCredential?: () => Promise<TokenCredential>;
  /**
   * The same audience in another spelling, for a fresh credential: what MSAL has got of a managed identity
   * it keeps for the whole process, under the spelling that was asked for.
   */
  readonly freshScope?: string;
  /** Hears of each sign-in that failed; the error's cause says why, and may be long. */
  readonly onFailure?: (error: SignInFailed) => void;
  readonly now?: () => number;
  /** How long one sign-in may take. Default 30 s: a credential chain tries one place after another. */
  readonly signInTimeoutMs?: number;
}

/** A token that goes out this close before its end could end on the way. */
const EXPIRY_MARGIN_MS = 2 * 60_000;
/** After a failed sign-in nobody tries again for this long, so that many watches are one attempt. */
const FAILURE_PAUSE_MS = 5_000;
/** A credential that answers a refresh with the same old token is not asked at every read. */
const REFRESH_PAUSE_MS = 30_000;

/** Past all caches nobody asks again sooner than this; twice as long each time that it did not help. */
const RENEWAL_PAUSE_MS = 30_000;
const LONGEST_RENEWAL_PAUSE_MS = 15 * 60_000;

/** The last time that a token was asked for past all caches. */
interface Renewal {
  readonly at: number;
  readonly pauseMs: number;
  readonly brought: Replacement['kind'];
}

interface Kept extends AccessToken {
  readonly receivedAt: number;
}

interface Request {
  readonly claims: string | undefined;
  readonly token: Promise<AccessToken>;
}

/**
 * Keeps one token and asks the credential for the next shortly before its end, or earlier where the
 * credential says so, since a credential called directly does no caching across a chain. There is
 * never more than one request, shared by all who wait; a caller that gives up does not end it. While
 * a token is still valid, a failed refresh goes unnoticed.
 */
export function createTokenSource({
  credential,
  scope,
  freshCredential,
  freshScope = scope,
  onFailure,
  now = Date.now,
  signInTimeoutMs = 30_000,
}: TokenSourceOptions): TokenSource {
  let from = { credential, scope };
  let renewal: Renewal | undefined;
  let kept: Kept | undefined;
  let running: Request | undefined;
  let lastFailure: { readonly error: SignInFailed; readonly at: number } | undefined;

  async function request(claims: string | undefined, isFresh: boolean): Promise<AccessToken> {
    try {
      const asked =
        isFresh && freshCredential
          ? { credential: await freshCredential(), scope: otherSpelling() }
          : from;
      const token = await signIn(asked, claims, signInTimeoutMs);
      // The one before would hand out what it keeps, the next time that it is asked.
      from = asked;
      kept = { ...token, receivedAt: now() };
      lastFailure = undefined;
      return kept;
    } catch (cause) {
      const error = new SignInFailed(signInAdvice(cause), { cause });
      lastFailure = { error, at: now() };
      onFailure?.(error);
      throw error;
    } finally {
      running = undefined;
    }
  }

  function otherSpelling(): string {
    return from.scope === scope ? freshScope : scope;
  }

  function start(claims: string | undefined, isFresh = false): Promise<AccessToken> {
    const token = request(claims, isFresh);
    running = { claims, token };
    return token;
  }

  /** The kept token, where it ends no sooner than `marginMs` from now. */
  function lasting(marginMs: number): Kept | undefined {
    return kept !== undefined && now() < kept.expiresOnTimestamp - marginMs ? kept : undefined;
  }

  /** The kept token, unless the time to ask for the next has come. */
  function fresh(): Kept | undefined {
    const token = lasting(EXPIRY_MARGIN_MS);
    if (token?.refreshAfterTimestamp === undefined) return token;
    const refreshAt = Math.max(token.refreshAfterTimestamp, token.receivedAt + REFRESH_PAUSE_MS);
    return now() < refreshAt ? token : undefined;
  }

  async function next(): Promise<string> {
    const recentFailure =
      lastFailure !== undefined && now() < lastFailure.at + FAILURE_PAUSE_MS
        ? lastFailure
        : undefined;
    if (running === undefined && recentFailure !== undefined) throw recentFailure.error;
    return (await (running?.token ?? start(undefined))).token;
  }

  async function current(): Promise<string> {
    const ready = fresh();
    if (ready !== undefined) return ready.token;
    try {
      return await next();
    } catch (error) {
      const old = lasting(0);
      if (old === undefined) throw error;
      return old.token;
    }
  }

  async function renewed(refusedToken: string, claims: string): Promise<string> {
    while (running !== undefined && running.claims !== claims) {
      await running.token.catch(() => undefined);
    }
    if (running !== undefined) return (await running.token).token;
    // Others met the same challenge, and one of them has already been answered.
    if (kept !== undefined && kept.token !== refusedToken) return kept.token;
    kept = undefined;
    const { token } = await start(claims);
    if (token !== refusedToken) return token;
    // A managed identity's is kept whatever the claims are.
    const replacement = await replaced(refusedToken, claims);
    if (replacement.kind === 'token') return replacement.token;
    throw new SignInFailed(SAME_TOKEN);
  }

  async function replaced(refusedToken: string, claims?: string): Promise<Replacement> {
    while (running !== undefined) await running.token.catch(() => undefined);
    if (kept !== undefined && kept.token !== refusedToken) {
      return { kind: 'token', token: kept.token };
    }
    const pauseMs = nextRenewalPause();
    if (renewal !== undefined && now() < renewal.at + renewal.pauseMs) {
      return { kind: renewal.brought === 'same' ? 'same' : 'later' };
    }
    renewal = { at: now(), pauseMs, brought: 'later' };
    const { token } = await start(claims, true);
    const brought = token === refusedToken ? 'same' : 'token';
    renewal = { ...renewal, brought };
    return brought === 'same' ? { kind: brought } : { kind: brought, token };
  }

  /** Grows from one renewal that soon follows another to the next. */
  function nextRenewalPause(): number {
    if (renewal === undefined) return RENEWAL_PAUSE_MS;
    const isSoon = now() < renewal.at + 4 * renewal.pauseMs;
    return isSoon ? Math.min(2 * renewal.pauseMs, LONGEST_RENEWAL_PAUSE_MS) : RENEWAL_PAUSE_MS;
  }

  return {
    get: (signal) => unlessAborted(current(), signal),
    renew: (refusedToken, claims, signal) => unlessAborted(renewed(refusedToken, claims), signal),
    replace: (refusedToken, signal) => unlessAborted(replaced(refusedToken), signal),
  };
}

async function signIn(
  { credential, scope }: { readonly credential: TokenCredential; readonly scope: string },
  claims: string | undefined,
  timeoutMs: number,
): Promise<AccessToken> {
  const limit = startTimeLimit(timeoutMs);
  try {
    const asked = credential.getToken(scope, {
      enableCae: true, // Says that we can answer a claims challenge.
      abortSignal: limit.signal,
      ...(claims === undefined ? {} : { claims }),
    });
    // Not every credential minds the signal.
    const token = await unlessAborted(asked, limit.signal);
    if (token === null) throw new Error('The credential gave no token.');
    return token;
  } finally {
    limit.release();
  }
}
