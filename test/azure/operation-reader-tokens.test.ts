import { describe, expect, it } from 'vitest';
import { staticToken } from '../../src/azure/static-token.ts';
import { createTokenSource } from '../../src/azure/token-source.ts';
import { NOW, useReaders } from './reader-fixture.ts';

const CLAIMS = '{"access_token":{"nbf":{"essential":true}}}';
const fixture = useReaders();

describe('tokens', () => {
  const challenge = (claims: string, encoding: 'base64' | 'base64url' = 'base64') => ({
    kind: 'status' as const,
    status: 401,
    body: { error: { code: 'InvalidAuthenticationToken', message: 'Challenged.' } },
    headers: {
      'www-authenticate': `Bearer realm="", authorization_uri="https://login.microsoftonline.com/common", error="insufficient_claims", claims="${Buffer.from(claims).toString(encoding)}"`,
    },
  });

  function counting() {
    const claims: (string | undefined)[] = [];
    const tokens = createTokenSource({
      scope: 'scope',
      now: () => NOW,
      credential: {
        getToken: async (_, options) => {
          claims.push(options.claims);
          return { token: fixture.azure.token, expiresOnTimestamp: NOW + 3_600_000 };
        },
      },
    });
    return { tokens, claims };
  }

  it.each(['base64', 'base64url'] as const)(
    'are renewed once with the claims of a challenge in %s',
    async (encoding) => {
      const { tokens, claims } = counting();
      const operation = fixture.azure.operation({
        script: ({ reads }) =>
          reads === 1 ? challenge(CLAIMS, encoding) : { kind: 'ok', body: { status: 'Succeeded' } },
      });
      expect(await fixture.readerOf({ tokens }).read(operation)).toMatchObject({
        kind: 'snapshot',
      });
      expect(claims).toEqual([undefined, CLAIMS]);
      expect(operation.reads).toBe(2);
    },
  );

  it('are not renewed twice', async () => {
    const { tokens } = counting();
    const operation = fixture.azure.operation({ script: () => challenge(CLAIMS) });
    expect(await fixture.readerOf({ tokens }).read(operation)).toMatchObject({
      failure: 'unauthorized',
    });
    expect(operation.reads).toBe(2);
  });

  it('that are refused without a challenge are forgotten', async () => {
    const { tokens, claims } = counting();
    const reader = fixture.readerOf({ tokens });
    const operation = fixture.azure.operation({
      script: () => ({ kind: 'status', status: 401 }),
    });
    expect(await reader.read(operation)).toMatchObject({ failure: 'unauthorized' });
    expect(operation.reads).toBe(1);
    await reader.read(operation);
    expect(claims).toEqual([undefined, undefined]);
  });

  it('that cannot be had make the reading unauthorized, and nothing is sent', async () => {
    const tokens = createTokenSource({
      scope: 'scope',
      credential: { getToken: () => Promise.reject(new Error('AADSTS700016: hunter2')) },
    });
    const reading = await fixture.readerOf({ tokens }).read(fixture.azure.operation());
    expect(reading).toMatchObject({ failure: 'unauthorized', trace: {} });
    expect(JSON.stringify(reading)).toContain('AADSTS700016');
    expect(JSON.stringify(reading)).not.toContain('hunter2');
    expect(fixture.azure.requests).toHaveLength(0);
  });

  it('that take too long end the read in time', async () => {
    const tokens = createTokenSource({
      scope: 'scope',
      credential: { getToken: () => new Promise(() => undefined) },
    });
    const reading = await fixture
      .readerOf({ tokens, timeoutMs: 30 })
      .read(fixture.azure.operation());
    expect(reading).toMatchObject({ failure: 'transient' });
  });

  it('do not get into an explanation when they are refused', async () => {
    const reading = await fixture
      .readerOf({ tokens: staticToken('secret-token') })
      .read(fixture.azure.operation());
    expect(reading).toMatchObject({ failure: 'unauthorized', code: 'InvalidAuthenticationToken' });
    expect(JSON.stringify(reading)).not.toContain('secret-token');
  });
});
