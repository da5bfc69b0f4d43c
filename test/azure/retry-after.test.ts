import { expect, test } from 'vitest';
import { readRetryAfter } from '../../src/azure/retry-after.ts';

const now = Date.UTC(2026, 0, 5, 12, 0, 0);

test.each([
  [{}, undefined],
  [{ 'retry-after': '10' }, 10_000],
  [{ 'retry-after': '0' }, 0],
  [{ 'retry-after': '1.5' }, 1_500],
  [{ 'retry-after': 'Mon, 05 Jan 2026 12:00:30 GMT' }, 30_000],
  [{ 'retry-after': 'Mon, 05 Jan 2026 11:00:00 GMT' }, 0],
  [{ 'retry-after': 'Tue, 05 Jan 2027 12:00:00 GMT' }, 3_600_000],
  [{ 'retry-after': '999999999999999' }, 3_600_000],
  [{ 'retry-after-ms': '250', 'retry-after': '10' }, 250],
  [{ 'x-ms-retry-after-ms': '1234', 'retry-after': '10' }, 1_234],
  [{ 'retry-after-ms': 'soon', 'retry-after': '10' }, 10_000],
  [{ 'retry-after': '-1' }, undefined],
  [{ 'retry-after': 'soon' }, undefined],
  [{ 'retry-after': '10, 20' }, undefined],
  [{ 'retry-after': '1e9' }, undefined],
  [{ 'retry-after': '' }, undefined],
  [{ 'retry-after': '2026-01-05T12:00:30Z' }, undefined],
  [{ 'retry-after': 'Mon, 99 Foo 2026 12:00:30 GMT' }, undefined],
])('%o asks for %s ms', (headers, expected) => {
  expect(readRetryAfter(new Headers(Object.entries(headers)), now)).toBe(expected);
});
