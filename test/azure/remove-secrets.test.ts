import { describe, expect, it, test } from 'vitest';
import { cleanText } from '../../src/azure/clean-text.ts';
import { removeSecrets } from '../../src/azure/remove-secrets.ts';
import { HARMLESS, PASSWORDS, SHAPES, WITH_PASSWORD } from './secret-corpus.ts';

/** As a log line is cleaned, and as what is shown and kept. */
const cleanings = [removeSecrets, (text: string) => cleanText(text, 10_000)];

/** Any five signs of it: a piece that is left is a secret that is left. */
function isLeft(secret: string, text: string): boolean {
  const pieces = Array.from({ length: secret.length - 4 }, (_, at) => secret.slice(at, at + 5));
  return cleanings.some((clean) => pieces.some((piece) => clean(text).includes(piece)));
}

function leaksOf(template: string): readonly string[] {
  return PASSWORDS.map((password) => [password, template.replaceAll('§', password)] as const)
    .filter(([password, text]) => isLeft(password, text))
    .map(([, text]) => `${text} -> ${removeSecrets(text)}`);
}

describe.each(Object.entries(WITH_PASSWORD))('of %s', (_form, templates) => {
  it.each(templates)('nothing of the secret is left in: %s', (template) => {
    expect(leaksOf(template)).toEqual([]);
  });
});

describe('by its shape', () => {
  it.each(Object.entries(SHAPES))('a %s is taken out', (_name, secret) => {
    const pieces = secret.split(/\s+/).filter((piece) => !piece.includes('-----'));
    for (const text of [secret, `It said ${secret} and failed.`, `<x>${secret}</x>`]) {
      const words = pieces.filter((piece) => !/^(?:BEGIN|END|RSA|PRIVATE|KEY)$/.test(piece));
      for (const clean of cleanings) {
        expect(words.filter((piece) => clean(text).includes(piece.slice(0, 12)))).toEqual([]);
      }
    }
  });
});

describe('what is harmless', () => {
  it.each(HARMLESS)('is left as it is: %s', (text) => {
    for (const clean of cleanings) expect(clean(text)).toBe(text);
  });

  it('is left around a secret', () => {
    expect(removeSecrets('dial root:hunter2@tcp(h:3306)/shop: refused')).toBe(
      'dial root:[removed]@tcp(h:3306)/shop: refused',
    );
    expect(removeSecrets('mysqldump -u root -phunter2 shop failed')).toBe(
      'mysqldump -u root -p[removed] shop failed',
    );
    expect(removeSecrets("CREATE USER 'x'@'%' IDENTIFIED BY 'hunter2' failed")).toBe(
      "CREATE USER 'x'@'%' IDENTIFIED BY [removed] failed",
    );
    expect(removeSecrets('Server=h;Pwd=hunter2;Database=shop')).toBe(
      'Server=h;Pwd=[removed];Database=shop',
    );
  });
});

test('how much is taken out, and how much is left', ({ annotate }) => {
  const templates = Object.values(WITH_PASSWORD).flat();
  const texts = templates.length * PASSWORDS.length;
  const leaks = templates.flatMap(leaksOf).length;
  const changed = HARMLESS.filter((text) => removeSecrets(text) !== text).length;
  const figures =
    `${texts - leaks} of ${texts} texts in ${templates.length} forms lose their secret, ` +
    `${Object.keys(SHAPES).length} shapes beside; ${HARMLESS.length - changed} of ${HARMLESS.length} harmless sentences are unchanged`;
  console.info(figures);
  expect({ leaks, changed }).toEqual({ leaks: 0, changed: 0 });
  return annotate(figures);
});
