import { expect, test } from 'vitest';
import { parseDemoArguments } from '../../../src/sandbox/demo-arguments.ts';

test.each([
  [[], { kind: 'page' }],
  [['--port', '9000'], { kind: 'page', port: 9000 }],
  [['--port=9000'], { kind: 'page', port: 9000 }],
  [['--script'], { kind: 'script' }],
  [['--port', '0'], { kind: 'unknown' }],
  [['--port', '65536'], { kind: 'unknown' }],
  [['--port', 'http'], { kind: 'unknown' }],
  [['--port'], { kind: 'unknown' }],
  [['--script', '--port', '9000'], { kind: 'unknown' }],
  [['--scrypt'], { kind: 'unknown' }],
  [['script'], { kind: 'unknown' }],
])('%j', (args, order) => {
  expect(parseDemoArguments(args)).toEqual(order);
});
