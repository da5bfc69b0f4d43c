/** Real challenges are some hundred characters long. */
const LONGEST_HEADER = 16 * 1024;
const CLAIMS = /\bclaims="([A-Za-z0-9+/_=-]+)"/i;

/**
 * The claims that a refused token lacks, as the JSON text that a credential wants, out of a
 * `WWW-Authenticate` header (`error="insufficient_claims", claims="<base64 or base64url>"`).
 * Undefined where the header is no such challenge.
 */
export function readClaimsChallenge(header: string | null): string | undefined {
  if (header === null || header.length > LONGEST_HEADER) return undefined;
  const encoded = CLAIMS.exec(header)?.[1];
  if (encoded === undefined || !/\berror="insufficient_claims"/i.test(header)) return undefined;
  const claims = Buffer.from(encoded, 'base64').toString('utf8'); // Takes both alphabets.
  return isJsonObject(claims) ? claims : undefined;
}

function isJsonObject(text: string): boolean {
  try {
    return text.trimStart().startsWith('{') && JSON.parse(text) !== null;
  } catch {
    return false;
  }
}
