import { describe } from 'vitest';
import { type RedisKind, redisBinaries } from './redis-binaries.ts';

/** A `describe` with a program of that kind to start; skipped with a line on the console where there is none. */
export function describeOn(kind: RedisKind, tests: (binary: string) => void): void {
  const binary = redisBinaries().get(kind);
  if (!binary) console.warn(`\nSKIPPED: what needs ${kind}. Bring it with .ci/fetch-redis.\n`);
  describe.skipIf(!binary)(`on ${kind}`, () => tests(binary ?? ''));
}
