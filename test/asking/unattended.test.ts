import { expect, test } from 'vitest';
import { unattendedWatches } from '../../src/asking/unattended.ts';
import type { KeptDigest } from '../../src/redis/kept-digest.ts';
import { digestNamed, watchNamed } from '../names.ts';

const [ONE, TWO, THREE] = [watchNamed('w1-1'), watchNamed('w2-1'), watchNamed('w3-1')];
const digest = { kind: 'digest', burst: 'failures', digest: digestNamed('1') } as const;

const KEPT: KeptDigest = {
  ...{ mentions: true, size: 2, acknowledged: undefined, isSplit: false, unreadable: [] },
  entries: [ONE, TWO].map((watchId, number) => ({
    ...{ operationId: 'op', cause: 'failed', number },
    item: { kind: 'alert', watchId, at: 1 },
  })),
};

async function unattended(kept: KeptDigest | undefined) {
  const alert = { kind: 'alert', watchId: THREE } as const;
  const again = { kind: 'alert', watchId: TWO } as const;
  const untaken = [digest, again, alert].map((message, at) => ({ message, at }));
  return await unattendedWatches({ untaken: async () => untaken }, { load: async () => kept });
}

test('what nobody looks after is told once each, the last calls first, those of digests too', async () => {
  expect(await unattended(KEPT)).toEqual([THREE, TWO, ONE]);
});

test('a digest that is no longer kept is left out', async () => {
  expect(await unattended(undefined)).toEqual([THREE, TWO]);
});
