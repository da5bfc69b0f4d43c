import { expect, test } from 'vitest';
import { readClaimsChallenge } from '../../src/azure/claims-challenge.ts';

const claims = '{"access_token":{"nbf":{"essential":true,"value":"1767600000>?"}}}';
const challenge = (encoded: string, error = 'insufficient_claims') =>
  `Bearer realm="", authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize", error="${error}", claims="${encoded}"`;

test.each(['base64', 'base64url'] as const)('decodes claims in %s', (encoding) => {
  const encoded = Buffer.from(claims).toString(encoding);
  expect(readClaimsChallenge(challenge(encoded))).toBe(claims);
});

test.each([
  null,
  'Bearer',
  challenge(Buffer.from(claims).toString('base64'), 'invalid_token'),
  challenge(''),
  challenge('!!!'),
  challenge(Buffer.from('not json').toString('base64')),
  challenge(Buffer.from('[1]').toString('base64')),
  challenge('A'.repeat(20_000)),
])('finds no challenge in %s', (header) => {
  expect(readClaimsChallenge(header)).toBeUndefined();
});
