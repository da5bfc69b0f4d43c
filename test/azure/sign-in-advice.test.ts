import { describe, expect, it } from 'vitest';
import { signInAdvice } from '../../src/azure/sign-in-advice.ts';

/** As @azure/identity wraps what a service principal's sign-in fails with. */
function ofServicePrincipal(words: string, ...more: readonly Error[]): Error {
  const message = `EnvironmentCredential authentication failed. Status code: 400\nMore details:\n${words},`;
  const error = Object.assign(new Error(message), { name: 'AuthenticationError' });
  return more.length === 0 ? error : new AggregateError([error, ...more], message);
}

/** As it wraps what a chain of credentials fails with. */
function ofChain(...messages: readonly string[]): Error {
  const errors = messages.map((message) =>
    Object.assign(new Error(message), { name: 'CredentialUnavailableError' }),
  );
  return Object.assign(
    new Error(['ChainedTokenCredential authentication failed.', ...messages].join('\n')),
    {
      name: 'AggregateAuthenticationError',
      errors,
    },
  );
}

const withCode = (code: string, message = code) => Object.assign(new Error(message), { code });

describe('what to do about a refused sign-in', () => {
  it.each([
    ['700016', /AZURE_CLIENT_ID and AZURE_TENANT_ID/],
    ['7000215', /AZURE_CLIENT_SECRET to the secret’s value, not to its id/],
    ['7000222', /secret has expired/],
    ['700024', /clock/],
    ['500133', /clock/],
    ['700027', /AZURE_CLIENT_CERTIFICATE_PATH/],
    ['70021', /No federated credential/],
    ['700213', /subject/],
    ['500011', /AZURE_CLOUD/],
    ['90002', /no such tenant/],
    ['900023', /AZURE_TENANT_ID/],
    ['50034', /user/],
    ['53003', /Conditional Access/],
    ['50076', /second factor/],
    ['50079', /second factor/],
    ['65001', /consent/],
    ['7000112', /disabled/],
    ['999999', /check its client id, tenant and secret/],
  ])('with AADSTS%s is told', (number, words) => {
    const error = ofServicePrincipal(`invalid_client: AADSTS${number}: hunter2 of app 'x'.`);
    expect(signInAdvice(error)).toMatch(words);
    expect(signInAdvice(error)).toContain(`(AADSTS${number})`);
    expect(signInAdvice(error)).not.toContain('hunter2');
    expect(signInAdvice(new Error('outer', { cause: error }))).toMatch(words);
  });
});

describe('what to do about a sign-in that comes to nothing', () => {
  it.each([
    [
      'an identity that is not assigned',
      ofChain(
        'ManagedIdentityCredential: Authentication failed. Message invalid_request: - Description: Identity not found',
      ),
      /AZURE_CLIENT_ID to its client id \(not its object id\)/,
    ],
    [
      'several identities',
      ofChain(
        'ManagedIdentityCredential: Authentication failed. Message - Description: Multiple user assigned identities exist, please specify',
      ),
      /several managed identities.*AZURE_CLIENT_ID/,
    ],
    [
      'an identity endpoint that is busy (429, 500)',
      ofChain('ManagedIdentityCredential: Authentication failed. Message too many'),
      /identity endpoint gives no token at the moment/,
    ],
    [
      'an identity endpoint that is updated (404, 410) or not reached',
      ofChain('ManagedIdentityCredential: Network unreachable. Message: network_error: See'),
      /identity endpoint does not answer.*169\.254\.169\.254/,
    ],
    [
      'nothing that is set',
      ofChain(
        'EnvironmentCredential is unavailable. No underlying credential could be used.',
        'Attempted to use the IMDS endpoint, but it is not available.',
      ),
      /no service principal is set.*no identity endpoint answers/,
    ],
    [
      'a missing federated token',
      ofChain("ENOENT: no such file or directory, open '/var/run/secrets/token'"),
      /federated token.*ENOENT.*AZURE_FEDERATED_TOKEN_FILE/,
    ],
    [
      'a missing certificate',
      ofServicePrincipal("ENOENT: no such file or directory, open '/nope.pem'"),
      /client certificate.*AZURE_CLIENT_CERTIFICATE_PATH/,
    ],
    [
      'a certificate that is none',
      ofServicePrincipal(
        'The file at the specified path does not contain a PEM-encoded certificate.',
      ),
      /as PEM/,
    ],
    [
      'a proxy that looks into TLS',
      ofServicePrincipal('network_error: See', withCode('SELF_SIGNED_CERT_IN_CHAIN')),
      /SELF_SIGNED_CERT_IN_CHAIN.*NODE_EXTRA_CA_CERTS/,
    ],
    [
      'a certificate that has ended',
      ofServicePrincipal('network_error: See', withCode('CERT_HAS_EXPIRED')),
      /CERT_HAS_EXPIRED.*clock/,
    ],
    ...['ENOTFOUND', 'ECONNREFUSED', 'ETIMEDOUT'].map(
      (code) =>
        [
          `a host that is not reached (${code})`,
          ofServicePrincipal(
            'network_error: See',
            withCode(code, `getaddrinfo ${code} proxy.corp`),
          ),
          new RegExp(`can’t be reached \\(${code}\\).*HTTPS_PROXY`),
        ] as const,
    ),
    [
      'MSAL’s word alone',
      ofServicePrincipal('network_error: See'),
      /can’t be reached\. .*HTTPS_PROXY/,
    ],
    [
      'a code that nobody knows',
      withCode('EWHATEVER', 'of hunter2'),
      /^Signing in to Azure failed \(EWHATEVER\)\./,
    ],
    ['no error at all', 'hunter2', /^Signing in to Azure failed\./],
  ] as readonly (readonly [string, unknown, RegExp])[])('is told for %s', (_, error, words) => {
    expect(signInAdvice(error)).toMatch(words);
    expect(signInAdvice(error)).not.toMatch(/hunter2|corp|nope|secrets\/token/);
    expect(signInAdvice(error).length).toBeLessThan(400);
  });

  it('comes to an end with an error that causes itself', () => {
    const error = new Error('round');
    error.cause = new AggregateError([error, error], 'and round', { cause: error });
    expect(signInAdvice(error)).toMatch(/failed/);
  });
});
