import { createHash, timingSafeEqual } from 'node:crypto';
import { type PipelineId, type PipelineName, pipelineId } from '../watch/askers.ts';

/** By what a pipeline's token is recognized. */
export interface TokenHash {
  readonly name: PipelineName;
  readonly sha256: Buffer;
}

/** Far more than a token has, and little to hash. */
const LONGEST_TOKEN = 1000;

/**
 * Whose token a request carries (`Authorization: Bearer …`, RFC 6750). All are compared, each in constant time, so that
 * the time taken tells nothing of them.
 *
 * @returns undefined where it carries none, or one that nobody has
 */
export function createAuthenticate(tokens: readonly TokenHash[]) {
  return (authorization: string | undefined): PipelineId | undefined => {
    const [, token] = /^Bearer +(\S+) *$/i.exec(authorization ?? '') ?? [];
    if (token === undefined || token.length > LONGEST_TOKEN) return undefined;
    const given = createHash('sha256').update(token).digest();
    const found = tokens.filter(({ sha256 }) => timingSafeEqual(sha256, given));
    return found[0] && pipelineId(found[0].name);
  };
}
