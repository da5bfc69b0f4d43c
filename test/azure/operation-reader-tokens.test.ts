import { describe, expect, it } from 'vitest';
import { staticToken } from '../../src/azure/static-token.ts';
import { createTokenSource } from '../../src/azure/token-source.ts';
import { NEWER_TOKEN, NOW, useReaders } from './reader-fixture.ts';

const CLAIMS = '{"access_token":{"nbf":{"essential":true}}}';
const fixture = useReaders();

describe('tokens', () => {
  const challenge = (claims: string) => ({
    kind: 'status' as const,
    status: 401,
    body: { error: { code: 'InvalidAuthenticationToken', message: 'Challenged.' } },
    headers: {
      'www-authenticate': `Bearer realm="", authorization_uri="https://login.microsoftonline.com/common", error="insufficient_claims", claims="${Buffer.from(claims).toString('base64')}"`,
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
          const token = claims.length === 1 ? fixture.azure.token : NEWER_TOKEN;
          return { token, expiresOnTimestamp: NOW + 3_600_000 };
        },
      },
    });
    return { tokens, claims };
  }

  it('are renewed once with the claims of a challenge', async () => {
    const { tokens, claims } = counting();
    const operation = fixture.azure.operation({
      script: ({ reads }) =>
        reads === 1 ? challenge(CLAIMS) : { kind: 'ok', body: { status: 'Succeeded' } },
    });
    expect(await fixture.readerOf({ tokens }).read(operation)).toMatchObject({
      kind: 'snapshot',
    });
    expect(claims).toEqual([undefined, CLAIMS]);
    expect(operation.reads).toBe(2);
  });

  it('are not renewed twice', async () => {
    const { tokens } = counting();
    const operation = fixture.azure.operation({ script: () => challenge(CLAIMS) });
    expect(await fixture.readerOf({ tokens }).read(operation)).toMatchObject({
      failure: 'unauthorized',
    });
    expect(operation.reads).toBe(2);
  });

  const plainRefusal = (code = 'ExpiredAuthenticationToken') => ({
    kind: 'status' as const,
    status: 401,
    body: { error: { code, message: 'Refused.' } },
  });

  function fresh(answers: readonly string[]) {
    let asked = 0;
    const credential = {
      getToken: async () => ({
        token: answers[Math.min(asked++, answers.length - 1)] ?? '',
        expiresOnTimestamp: NOW + 3_600_000,
      }),
    };
    const tokens = createTokenSource({
      ...{ credential, scope: 'scope', now: () => NOW },
      freshCredential: async () => credential,
    });
    return { tokens, asked: () => asked };
  }

  it('that are refused without a challenge are replaced, and the read is tried again once', async () => {
    const { tokens, asked } = fresh(['old', fixture.azure.token]);
    const operation = fixture.azure.operation();
    expect(await fixture.readerOf({ tokens }).read(operation)).toMatchObject({ kind: 'snapshot' });
    expect(asked()).toBe(2);
    expect(fixture.azure.requests.map(({ headers }) => headers['authorization'])).toEqual([
      'Bearer old',
      `Bearer ${fixture.azure.token}`,
    ]);
  });

  it('that are refused are not sent again where signing in brings the same, and the remedy is told', async () => {
    const { tokens } = fresh(['old']);
    const operation = fixture.azure.operation();
    expect(await fixture.readerOf({ tokens }).read(operation)).toMatchObject({
      failure: 'unauthorized',
      explanation: expect.stringContaining('brings the same token'),
    });
    expect(fixture.azure.requests).toHaveLength(1);
  });

  it('that are fresh and refused as well are told so', async () => {
    const { tokens } = fresh(['old', 'new']);
    const operation = fixture.azure.operation({ script: () => plainRefusal() });
    expect(await fixture.readerOf({ tokens }).read(operation)).toMatchObject({
      failure: 'unauthorized',
      explanation: expect.stringContaining('A fresh one was refused, too.'),
      refusal: { by: 'subscription', isFresh: true },
    });
  });

  it('are kept where the subscription is another tenant’s', async () => {
    const { tokens, asked } = fresh([fixture.azure.token]);
    const operation = fixture.azure.operation({
      script: () => plainRefusal('InvalidAuthenticationTokenTenant'),
    });
    const reading = await fixture.readerOf({ tokens }).read(operation);
    expect(reading).toMatchObject({ failure: 'other-tenant' });
    expect(asked()).toBe(1);
  });

  it('that cannot be had make the reading unauthorized, and nothing is sent', async () => {
    const tokens = createTokenSource({
      scope: 'scope',
      credential: { getToken: () => Promise.reject(new Error('AADSTS700016: hunter2')) },
    });
    const reading = await fixture.readerOf({ tokens }).read(fixture.azure.operation());
    expect(reading).toMatchObject({
      failure: 'unauthorized',
      refusal: { by: 'authority' },
      trace: {},
    });
    expect(JSON.stringify(reading)).toContain('AADSTS700016');
    expect(JSON.stringify(reading)).not.toContain('hunter2');
    expect(fixture.azure.requests).toHaveLength(0);
  });

  it('that take too long end the read in time, which is told as what it is', async () => {
    const tokens = createTokenSource({
      scope: 'scope',
      credential: { getToken: () => new Promise(() => undefined) },
    });
    const reading = await fixture
      .readerOf({ tokens, timeoutMs: 30 })
      .read(fixture.azure.operation());
    expect(reading).toMatchObject({
      failure: 'unauthorized',
      refusal: { by: 'authority' },
      explanation: expect.stringMatching(/^Signing in to Azure takes longer than 0.03 s\./),
    });
  });

  it('do not get into an explanation when they are refused', async () => {
    const reading = await fixture
      .readerOf({ tokens: staticToken('secret-token') })
      .read(fixture.azure.operation());
    expect(reading).toMatchObject({ failure: 'unauthorized', code: 'InvalidAuthenticationToken' });
    expect(JSON.stringify(reading)).not.toContain('secret-token');
  });
});
