import { expect, it } from 'vitest';
import { unlessAborted } from '../../src/azure/unless-aborted.ts';

const never = new Promise<never>(() => undefined);

it('passes on what the promise brings', async () => {
  const { signal } = new AbortController();
  expect(await unlessAborted(Promise.resolve(1), signal)).toBe(1);
  expect(await unlessAborted(Promise.resolve(1), undefined)).toBe(1);
  await expect(unlessAborted(Promise.reject(new Error('no')), signal)).rejects.toThrow('no');
});

it('rejects with the signal’s reason, whenever it comes', async () => {
  const stop = new AbortController();
  const waiting = unlessAborted(never, stop.signal);
  stop.abort(new Error('enough'));
  await expect(waiting).rejects.toThrow('enough');
  await expect(unlessAborted(Promise.resolve(1), stop.signal)).rejects.toThrow('enough');
});
