import { beforeEach, describe, expect, it } from 'vitest';
import { SignInFailed } from '../../src/azure/sign-in-failed.ts';
import { staticToken } from '../../src/azure/static-token.ts';
import {
  type AccessToken,
  createTokenSource,
  type TokenCredential,
} from '../../src/azure/token-source.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const CLAIMS = '{"access_token":{}}';

let time = 0;
let asked: { readonly scope: string; readonly claims?: string; readonly enableCae: boolean }[] = [];
beforeEach(() => {
  time = 1_000 * HOUR;
  asked = [];
});

/** Answers with token-1, token-2 and so on, each valid for an hour, unless told otherwise. */
function credential(
  answer: (count: number) => Promise<AccessToken | null> | AccessToken | null = tokenFor(HOUR),
): TokenCredential {
  return {
    getToken: async (scope, { abortSignal: _, ...options }) => {
      asked = [...asked, { scope, ...options }];
      return answer(asked.length);
    },
  };
}

function tokenFor(durationMs: number) {
  return (count: number) => ({ token: `token-${count}`, expiresOnTimestamp: time + durationMs });
}

function source(from: TokenCredential, signInTimeoutMs = 30_000) {
  return createTokenSource({
    credential: from,
    scope: 'arm/.default',
    now: () => time,
    signInTimeoutMs,
  });
}

describe('keeping a token', () => {
  it('asks once and for the scope, and says that it can answer challenges', async () => {
    const tokens = source(credential());
    expect(await tokens.get()).toBe('token-1');
    expect(await tokens.get()).toBe('token-1');
    expect(asked).toEqual([{ scope: 'arm/.default', enableCae: true }]);
  });

  it('asks for the next shortly before the end', async () => {
    const tokens = source(credential());
    await tokens.get();
    time += HOUR - 3 * MINUTE;
    expect(await tokens.get()).toBe('token-1');
    time += MINUTE + 1;
    expect(await tokens.get()).toBe('token-2');
  });

  it('asks for the next when the credential says so', async () => {
    const refreshed = (count: number) => ({
      ...tokenFor(HOUR)(count),
      refreshAfterTimestamp: time + 30 * MINUTE,
    });
    const tokens = source(credential(refreshed));
    await tokens.get();
    time += 30 * MINUTE - 1;
    expect(await tokens.get()).toBe('token-1');
    time += 1;
    expect(await tokens.get()).toBe('token-2');
  });

  it('does not ask at every read where a refresh brings the old token again', async () => {
    const old = { token: 'old', expiresOnTimestamp: time + HOUR, refreshAfterTimestamp: time - 1 };
    const tokens = source(credential(() => old));
    await tokens.get();
    await tokens.get();
    expect(asked).toHaveLength(1);
    time += 30_000;
    await tokens.get();
    expect(asked).toHaveLength(2);
  });

  it('shares one request among all who wait', async () => {
    const gate = Promise.withResolvers<AccessToken>();
    const tokens = source(credential(() => gate.promise));
    const waiting = [tokens.get(), tokens.get(), tokens.get()];
    gate.resolve(tokenFor(HOUR)(1));
    expect(await Promise.all(waiting)).toEqual(['token-1', 'token-1', 'token-1']);
    expect(asked).toHaveLength(1);
  });
});

describe('a failed sign-in', () => {
  const fail =
    (message: string, name = 'Error') =>
    () =>
      Promise.reject(Object.assign(new Error(message), { name }));

  it('is one error with its cause, which repeats nothing but Entra’s code', async () => {
    const message = "AADSTS7000215: Invalid client secret 'hunter2' provided for app 'x'.";
    const error = await source(credential(fail(message)))
      .get()
      .catch((thrown: unknown) => thrown);
    if (!(error instanceof SignInFailed)) throw new Error('not a SignInFailed');
    expect(error.message).toContain('AADSTS7000215');
    expect(error.message).not.toContain('hunter2');
    expect(error.cause).toMatchObject({ message });
  });

  it.each([
    ['no credential', fail('x', 'CredentialUnavailableError'), /no credential/],
    ['none of a chain', fail('x', 'AggregateAuthenticationError'), /no credential/],
    ['no token', () => null, /failed/],
  ])('explains %s', async (_, answer, message) => {
    await expect(source(credential(answer)).get()).rejects.toThrow(message);
  });

  it('ends when the credential never answers', async () => {
    const never = new Promise<AccessToken>(() => undefined);
    await expect(
      source(
        credential(() => never),
        20,
      ).get(),
    ).rejects.toThrow(/too long/);
  });

  it('is not tried again at once, but soon', async () => {
    const tokens = source(credential(fail('x')));
    await expect(tokens.get()).rejects.toThrow(SignInFailed);
    await expect(tokens.get()).rejects.toThrow(SignInFailed);
    expect(asked).toHaveLength(1);
    time += 5_000;
    await expect(tokens.get()).rejects.toThrow(SignInFailed);
    expect(asked).toHaveLength(2);
  });

  it('goes unnoticed while the old token is valid', async () => {
    const tokens = source(
      credential((count) => (count === 1 ? tokenFor(HOUR)(1) : Promise.reject(new Error('x')))),
    );
    await tokens.get();
    time += HOUR - 1;
    expect(await tokens.get()).toBe('token-1');
    expect(await tokens.get()).toBe('token-1');
    expect(asked).toHaveLength(2);
    time += 1;
    await expect(tokens.get()).rejects.toThrow(SignInFailed);
  });
});

describe('a caller that gives up', () => {
  it('leaves at once and does not end the request of the others', async () => {
    const gate = Promise.withResolvers<AccessToken>();
    const tokens = source(credential(() => gate.promise));
    const leaving = new AbortController();
    const left = tokens.get(leaving.signal);
    const stays = tokens.get();
    leaving.abort(new Error('enough'));
    await expect(left).rejects.toThrow('enough');
    gate.resolve(tokenFor(HOUR)(1));
    expect(await stays).toBe('token-1');
    await expect(tokens.get(leaving.signal)).rejects.toThrow('enough');
  });
});

describe('a claims challenge', () => {
  it('bypasses the kept token and replaces it', async () => {
    const tokens = source(credential());
    const refused = await tokens.get();
    expect(await tokens.renew(refused, CLAIMS)).toBe('token-2');
    expect(await tokens.get()).toBe('token-2');
    expect(asked.map(({ claims }) => claims)).toEqual([undefined, CLAIMS]);
  });

  it('is answered once for all who met it, early or late', async () => {
    const tokens = source(credential());
    const refused = await tokens.get();
    const together = [tokens.renew(refused, CLAIMS), tokens.renew(refused, CLAIMS), tokens.get()];
    expect(await Promise.all(together)).toEqual(['token-2', 'token-2', 'token-2']);
    expect(await tokens.renew(refused, CLAIMS)).toBe('token-2');
    expect(asked).toHaveLength(2);
  });

  it('waits for the request that runs, one at a time', async () => {
    const gate = Promise.withResolvers<AccessToken>();
    const tokens = source(
      credential((count) => (count === 1 ? gate.promise : tokenFor(HOUR)(count))),
    );
    const plain = tokens.get();
    const renewed = tokens.renew('refused', CLAIMS);
    expect(asked).toHaveLength(1);
    gate.resolve({ token: 'refused', expiresOnTimestamp: time + HOUR });
    expect(await plain).toBe('refused');
    expect(await renewed).toBe('token-2');
  });

  it('cannot be answered by a ready-made token', async () => {
    await expect(staticToken('fixed').renew('fixed', CLAIMS)).rejects.toThrow(SignInFailed);
    expect(await staticToken('fixed').get()).toBe('fixed');
  });
});

describe('a token that Azure refuses without a challenge', () => {
  /** Credentials that each keep the first token that they get. */
  function caching(answer: (count: number) => string = (count) => `token-${count}`) {
    let fetched = 0;
    const scopes: string[] = [];
    const fresh = (): TokenCredential => {
      const cache = new Map<string, AccessToken>();
      return {
        getToken: async (scope) => {
          scopes.push(scope);
          const known = cache.get(scope);
          if (known) return known;
          fetched += 1;
          const token = { token: answer(fetched), expiresOnTimestamp: time + 24 * HOUR };
          cache.set(scope, token);
          return token;
        },
      };
    };
    const tokens = createTokenSource({
      credential: fresh(),
      scope: 'arm/.default',
      freshCredential: async () => fresh(),
      freshScope: 'arm//.default',
      now: () => time,
    });
    return { tokens, scopes, fetched: () => fetched };
  }

  it('is replaced past the cache of its credential, once for all who met it', async () => {
    const { tokens, scopes, fetched } = caching();
    const refused = await tokens.get();
    const together = [tokens.replace(refused), tokens.replace(refused)];
    const newer = { kind: 'token', token: 'token-2' };
    expect(await Promise.all(together)).toEqual([newer, newer]);
    expect(await tokens.replace(refused)).toEqual(newer);
    expect(await tokens.get()).toBe('token-2');
    expect(fetched()).toBe(2);
    expect(scopes).toEqual(['arm/.default', 'arm//.default']);
    // The old one is not asked again: it would hand out what it keeps.
    time += 24 * HOUR - MINUTE;
    await tokens.get();
    expect(scopes.at(-1)).toBe('arm//.default');
  });

  it('is told where signing in brings it again, and is not asked for at every read', async () => {
    const { tokens, fetched } = caching(() => 'same');
    const refused = await tokens.get();
    const asked: number[] = [];
    for (const start = time; time < start + HOUR; time += 5_000) {
      const before = fetched();
      expect(await tokens.replace(refused)).toEqual({ kind: 'same' });
      if (fetched() > before) asked.push((time - start) / 1_000);
    }
    expect(asked).toEqual([0, 30, 90, 210, 450, 930, 1830, 2730]);
    expect(await tokens.get()).toBe('same');
  });

  it('is not replaced again at once where the next is refused, too', async () => {
    const { tokens, fetched } = caching();
    await tokens.replace(await tokens.get());
    expect(await tokens.replace('token-2')).toEqual({ kind: 'later' });
    expect(fetched()).toBe(2);
    time += 30_000;
    expect(await tokens.replace('token-2')).toEqual({ kind: 'token', token: 'token-3' });
  });

  it('fails as any sign-in does', async () => {
    const tokens = source(
      credential((count) => (count === 1 ? tokenFor(HOUR)(1) : Promise.reject(new Error('x')))),
    );
    await expect(tokens.replace(await tokens.get())).rejects.toThrow(SignInFailed);
    expect(await tokens.replace('token-1')).toEqual({ kind: 'later' });
  });

  it('is replaced where its credential does not heed a challenge either', async () => {
    const { tokens } = caching();
    expect(await tokens.renew(await tokens.get(), CLAIMS)).toBe('token-2');
    const stubborn = caching(() => 'same').tokens;
    await expect(stubborn.renew(await stubborn.get(), CLAIMS)).rejects.toThrow(/restart mysqlop/);
  });

  it('is not replaced where it was given ready-made', async () => {
    expect(await staticToken('fixed').replace('fixed')).toEqual({ kind: 'later' });
  });
});
