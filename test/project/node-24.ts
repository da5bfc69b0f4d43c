import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'vitest';

/** The oldest Node 24 that is to be had. It is large, and does not come with `npm ci` alone. */
export const NODE_24 = join(import.meta.dirname, '../node-24/node_modules/.bin/node');

const isThere = existsSync(NODE_24);
if (!isThere) {
  console.warn('\nSKIPPED: what needs a Node 24. Bring it with npm ci --prefix test/node-24.\n');
}

/** `test`, skipped with a line on the console where there is no Node 24. */
export const testWithNode24 = test.skipIf(!isThere);
