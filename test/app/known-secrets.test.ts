import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { createSecretRemover } from '../../src/app/known-secrets.ts';

const SECRET = `p+w/ "d&<'\\%ä😀=`;
const remove = createSecretRemover([SECRET, 'other-secret', 'short']);
const everyByte = [...Buffer.from(SECRET)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`);

describe('a secret that is known is taken out', () => {
  it.each([
    ['as it is', SECRET],
    ['percent-encoded', encodeURIComponent(SECRET)],
    ['percent-encoded in small letters', encodeURIComponent(SECRET).toLowerCase()],
    ['percent-encoded twice', encodeURIComponent(encodeURIComponent(SECRET))],
    ['each byte percent-encoded', everyByte.join('')],
    ['as JSON', JSON.stringify(SECRET).slice(1, -1)],
    ['as JSON in JSON', JSON.stringify(JSON.stringify(SECRET)).slice(3, -3)],
    ['as Slack escapes it', SECRET.replace('&', '&amp;').replace('<', '&lt;')],
    ['broken over lines', `${SECRET.slice(0, 3)}\n   ${SECRET.slice(3)}`],
    ['broken over lines in JSON', `${SECRET.slice(0, 3)}\\n${SECRET.slice(3)}`],
  ])('%s', (_how, written) => {
    expect(remove(`see ${written}, please`)).toBe('see [removed], please');
  });

  it('as often as it stands there, and others beside it', () => {
    expect(remove(`${SECRET} other-secret ${SECRET}`)).toBe('[removed] [removed] [removed]');
  });

  it('where one begins with another', () => {
    const both = createSecretRemover(['password', 'password-and-more']);
    expect(both('password-and-more password')).toBe('[removed] [removed]');
  });
});

it('too short to be told from a word, it is left', () => {
  expect(remove('in short')).toBe('in short');
  expect(createSecretRemover(['short'])('in short')).toBe('in short');
});

test('whatever the secret, nothing is left of it, and nothing else is taken', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 8, maxLength: 60 }), (secret) => {
      fc.pre(secret.isWellFormed());
      const one = createSecretRemover([secret]);
      expect(one(`<${secret}>`)).toBe('<[removed]>');
      expect(one(`<${encodeURIComponent(secret)}>`)).toBe('<[removed]>');
      fc.pre(!'a harmless sentence'.includes(secret));
      expect(one('a harmless sentence')).toBe('a harmless sentence');
    }),
  );
});
