import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { startTimeLimit, unlessAborted } from '../../src/azure/time-limit.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

it('aborts when the time is over, and says so', () => {
  const limit = startTimeLimit(100);
  vi.advanceTimersByTime(99);
  expect(limit).toMatchObject({ timedOut: false, signal: { aborted: false } });
  vi.advanceTimersByTime(1);
  expect(limit).toMatchObject({ timedOut: true, signal: { reason: { name: 'TimeoutError' } } });
});

it('aborts with the outer signal and its reason', () => {
  const outer = new AbortController();
  const limits = [startTimeLimit(100, outer.signal)];
  outer.abort('enough');
  limits.push(startTimeLimit(100, outer.signal));
  vi.advanceTimersByTime(200);
  for (const limit of limits) {
    expect(limit).toMatchObject({ timedOut: false, signal: { aborted: true, reason: 'enough' } });
  }
});

it('holds nothing once released', () => {
  const outer = new AbortController();
  const limit = startTimeLimit(100, outer.signal);
  limit.release();
  expect(vi.getTimerCount()).toBe(0);
  outer.abort();
  expect(limit.signal.aborted).toBe(false);
});

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
