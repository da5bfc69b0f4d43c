/** Takes out of a text what must not be told; the rest is left as it is. */
export type RemoveSecrets = (text: string) => string;

/** Shorter ones are words that stand in harmless sentences, too. */
const SHORTEST = 8;
/** In these, as HTML and Slack write them, a secret is recognized as well. */
const ENTITIES: Readonly<Partial<Record<string, string>>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/**
 * Removes secrets by their value, however a text may write them: percent-encoded, once or more often, as
 * JSON escapes them, as entities, or broken over lines. Those of fewer than 8 characters are left alone.
 */
export function createSecretRemover(secrets: readonly string[]): RemoveSecrets {
  const known = secrets
    .filter((secret) => secret.length >= SHORTEST)
    .toSorted((one, other) => other.length - one.length);
  if (known.length === 0) return (text) => text;
  const pattern = new RegExp(known.map(patternOf).join('|'), 'g');
  return (text) => text.replaceAll(pattern, '[removed]');
}

function patternOf(secret: string): string {
  return [...secret].map(spellings).join(String.raw`(?:\s|\\[nrt])*`);
}

/** How one character may be written. */
function spellings(character: string): string {
  const plain = `${/["\\/]/.test(character) ? String.raw`\\*` : ''}${literally(character)}`;
  const entity = ENTITIES[character];
  // The longer first: of `%25` and `&amp;`, nothing is to be left behind.
  return `(?:${[...(entity ? [entity] : []), percentEncoded(character), plain].join('|')})`;
}

/** As a pattern that means just this. */
function literally(character: string): string {
  return Array.from({ length: character.length }, (_, at) => character.charCodeAt(at))
    .map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`)
    .join('');
}

function percentEncoded(character: string): string {
  const bytes = [...Buffer.from(character)].map((byte) => byte.toString(16).padStart(2, '0'));
  return bytes.map((hex) => `%(?:25)*${hex.replace(/[a-f]/g, bothCases)}`).join('');
}

function bothCases(letter: string): string {
  return `[${letter}${letter.toUpperCase()}]`;
}
