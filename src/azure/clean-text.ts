import { holdsNoSecret, removeSecrets } from './remove-secrets.ts';

/** No text of Azure's is worth more work than this, whatever its length. */
const LONGEST_INPUT = 64 * 1024;

/**
 * Makes a text from outside fit to show and log: secrets removed (see removeSecrets), no control
 * characters, none that are invisible or turn the direction of writing, white space collapsed but
 * line breaks kept, and at most `maxLength` code points, the last being `…` where it was cut.
 * Not escaped for any output. Takes time linear in the text's length.
 */
export function cleanText(text: string, maxLength: number): string {
  if (text.length <= maxLength && holdsNoSecret(text)) return text;
  // Invisible characters go first, or they could hide a secret's name from the next step.
  const visible = removeInvisible(text.slice(0, LONGEST_INPUT));
  return shorten(collapseWhiteSpace(removeSecrets(visible)), maxLength);
}

function removeInvisible(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/\r\n?|[\u0085\u2028\u2029]/g, '\n')
    .replaceAll(/[^\S\n\ufeff]/g, ' ') // To a RegExp, the invisible U+FEFF is a space.
    .replaceAll(INVISIBLE, (found) => (/^\p{RGI_Emoji}$/v.test(found) ? found : ''));
}

/**
 * What nobody sees; and whole emoji, which may hold some of it: a woman at a computer is a woman, a joiner and a
 * computer. Between letters, joiners belong to the spelling of Persian and of India's languages.
 */
const INVISIBLE =
  /\p{RGI_Emoji}|(?<![\p{Script=Arabic}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Tamil}\p{Script=Malayalam}\p{Mn}\p{Mc}])[\u200c\u200d]|[[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]--[\n\u200c\u200d]]/gv;

function collapseWhiteSpace(text: string): string {
  return text
    .replaceAll(/ {2,}/g, ' ')
    .replaceAll(/ ?\n ?/g, '\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim();
}

function shorten(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text;
  // A code point is at most two units, so this holds enough of them, and one half at most is cut off.
  const points = [...text.slice(0, 2 * maxLength + 2)];
  if (points.length <= maxLength) return text;
  return `${points
    .slice(0, Math.max(0, maxLength - 1))
    .join('')
    .trimEnd()}…`;
}
