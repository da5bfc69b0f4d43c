import { expect, test } from 'vitest';
import { PART_NAMES, parseBenchArguments } from './bench-arguments.ts';

test('without arguments everything is measured at length', () => {
  expect(parseBenchArguments([])).toEqual({
    kind: 'run',
    parts: PART_NAMES,
    isQuick: false,
    writes: false,
    minutes: 10,
    runs: 3,
    profileTo: undefined,
  });
});

test('parts and options', () => {
  expect(
    parseBenchArguments(['digests', '--quick', 'edits', 'digests', '--minutes', '2', '--write']),
  ).toMatchObject({
    parts: ['digests', 'edits'],
    isQuick: true,
    minutes: 2,
    runs: 1,
    writes: true,
  });
});

test.each([['strom'], ['--minutes', '0'], ['--minutes', 'x'], ['--runs', '10'], ['--fast']])(
  'refuses %s',
  (...args) => {
    expect(parseBenchArguments(args)).toMatchObject({ kind: 'unknown' });
  },
);
