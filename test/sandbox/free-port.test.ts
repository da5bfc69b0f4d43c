import { expect, test } from 'vitest';
import { freePort } from '../../src/sandbox/free-port.ts';

test('nobody is given a port that somebody else was given and does not use yet', async () => {
  const ports = new Set<number>();
  for (let asked = 0; asked < 500; asked++) ports.add(await freePort());
  expect(ports.size).toBe(500);
});
