import { expect, test } from 'vitest';
import { parseDemoArguments } from '../../../src/sandbox/demo-arguments.ts';

test.each([
  [[], { kind: 'page' }],
  [['--port', '9000'], { kind: 'page', port: 9000 }],
  [['--port=9000'], { kind: 'page', port: 9000 }],
  [['--script'], { kind: 'script' }],
  [['--port', '65536'], { kind: 'unknown' }],
  [['--port'], { kind: 'unknown' }],
  [['--script', '--port', '9000'], { kind: 'unknown' }],
  [['script'], { kind: 'unknown' }],
])('%j', (args, order) => {
  expect(parseDemoArguments(args)).toEqual(order);
});
