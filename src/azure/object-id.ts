import * as v from 'valibot';

const Claims = v.pipe(v.string(), v.parseJson(), v.object({ oid: v.string() }));

/**
 * The object id of the identity that a token stands for. The token is not verified: whoever is shown it does so.
 *
 * @throws where it is no token of Microsoft's identity platform
 */
export function objectIdOf(token: string): string {
  const [, payload = ''] = token.split('.');
  const claims = v.safeParse(Claims, Buffer.from(payload, 'base64url').toString());
  if (!claims.success) throw new Error('The token does not name its identity (no claim oid).');
  return claims.output.oid;
}
