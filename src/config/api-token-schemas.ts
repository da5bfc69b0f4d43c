import { createHash } from 'node:crypto';
import * as v from 'valibot';
import { PipelineName } from '../watch/askers.ts';
import { commaList } from './value-schemas.ts';

/** A pipeline, and by what its token is recognized. */
export interface ApiToken {
  readonly name: PipelineName;
  /** 32 bytes. */
  readonly sha256: Buffer;
}

const SHAPE =
  'must be a list of name=hash, where the name is of letters, digits and dashes, 40 at most, and the hash is the SHA-256 of a token in 64 hex digits';

/** What `sha256sum` says of nothing, as where a variable was empty. */
const OF_NOTHING = createHash('sha256').update('').digest();

const apiToken = v.pipe(
  v.string(),
  v.transform((text) => text.split('=').map((part) => part.trim())),
  v.strictTuple(
    [v.string(SHAPE), v.pipe(v.string(SHAPE), v.regex(/^[0-9a-f]{64}$/i, SHAPE))],
    SHAPE,
  ),
  v.check(([name]) => v.is(PipelineName, name), SHAPE),
  v.transform(
    ([name, hash]): ApiToken => ({
      name: v.parse(PipelineName, name),
      sha256: Buffer.from(hash, 'hex'),
    }),
  ),
  v.check(
    ({ sha256 }) => !sha256.equals(OF_NOTHING),
    'must not hold the SHA-256 of nothing: was a variable empty?',
  ),
);

/** `nightly-import=<sha256>,release=<sha256>`, each name and each token once. */
export const apiTokens = v.pipe(
  commaList,
  v.minLength(1, 'must name at least one pipeline'),
  v.array(apiToken),
  v.check(
    (list) => new Set(list.map(({ name }) => name.toLowerCase())).size === list.length,
    'must give each name once',
  ),
  v.check(
    (list) => new Set(list.map(({ sha256 }) => sha256.toString('hex'))).size === list.length,
    'must give each pipeline a token of its own',
  ),
  v.readonly(),
);
