import { createHash } from 'node:crypto';
import { pino } from 'pino';
import * as v from 'valibot';
import { beforeEach, expect, test } from 'vitest';
import { createGuard } from '../../src/api/guard.ts';
import { PipelineName } from '../../src/watch/askers.ts';

const NIGHTLY = 'token-of-nightly';
const RELEASE = 'token-of-release';
const tokens = [
  { name: 'nightly', token: NIGHTLY },
  { name: 'release', token: RELEASE },
].map(({ name, token }) => ({
  name: v.parse(PipelineName, name),
  sha256: createHash('sha256').update(token).digest(),
}));

let now: number;
let guard: ReturnType<typeof createGuard>;
beforeEach(() => {
  now = 0;
  const log = pino({ level: 'silent' });
  guard = createGuard({ tokens, requestsPerMinute: 3, log }, () => now);
});

const ask = (token: string, address = '10.0.0.1') => {
  const admission = guard(`Bearer ${token}`, address);
  return admission.kind === 'admitted' ? admission.pipeline : admission.reply.status;
};

test('each pipeline is known by its token, however the scheme is written', () => {
  expect(ask(NIGHTLY)).toBe('pipeline/nightly');
  expect(ask(RELEASE)).toBe('pipeline/release');
  expect(guard(`bearer   ${NIGHTLY} `, 'x')).toMatchObject({ kind: 'admitted' });
  for (const header of [undefined, '', 'Bearer', `Basic ${NIGHTLY}`, `Bearer ${NIGHTLY} x`]) {
    expect(guard(header, 'x')).toMatchObject({ reply: { status: 401 } });
  }
});

test('a pipeline asks so often in a minute, and again in the next', () => {
  expect([1, 2, 3, 4].map(() => ask(NIGHTLY))).toEqual([...Array(3).fill('pipeline/nightly'), 429]);
  expect(ask(RELEASE)).toBe('pipeline/release');
  now = 59_000;
  expect(guard(`Bearer ${NIGHTLY}`, 'x')).toMatchObject({
    reply: { status: 429, headers: { 'retry-after': '1', ratelimit: '"token";r=0;t=1' } },
  });
  now = 60_000;
  expect(guard(`Bearer ${NIGHTLY}`, 'x')).toMatchObject({
    headers: { ratelimit: '"token";r=2;t=60', 'ratelimit-policy': '"token";q=3;w=60' },
  });
});

test('what costs more counts as more', () => {
  expect(guard(`Bearer ${NIGHTLY}`, 'x', 2)).toMatchObject({
    headers: { ratelimit: '"token";r=1;t=60' },
  });
  expect(guard(`Bearer ${NIGHTLY}`, 'x', 2)).toMatchObject({ reply: { status: 429 } });
  // Even where that is more than all.
  expect(guard(`Bearer ${RELEASE}`, 'x', 10)).toMatchObject({ kind: 'admitted' });
});

test('wrong tokens are throttled by address, right ones from there are not', () => {
  const answers = Array.from({ length: 25 }, (_, n) => ask(`wrong-${n}`));
  expect(answers).toEqual([...Array(20).fill(401), ...Array(5).fill(429)]);
  expect(ask('wrong', '10.0.0.2')).toBe(401);
  expect(ask(NIGHTLY)).toBe('pipeline/nightly');
  now = 60_000;
  expect(ask('wrong')).toBe(401);
});

test('of addresses without end the first are forgotten, so that they take no memory without end', () => {
  for (let n = 0; n < 21; n++) ask('wrong', 'first');
  expect(ask('wrong', 'first')).toBe(429);
  for (let n = 0; n < 10_000; n++) ask('wrong', `address-${n}`);
  expect(ask('wrong', 'first')).toBe(401);
  expect(ask(NIGHTLY)).toBe('pipeline/nightly');
});
