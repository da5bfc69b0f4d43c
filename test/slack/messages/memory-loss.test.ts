import { expect, test } from 'vitest';
import { memoryLossMessage } from '../../../src/slack/messages/memory-loss.ts';

const SINCE = Date.UTC(2026, 10, 26, 12);
const loss = { kind: 'memory-loss', fault: 'memory', since: SINCE } as const;

test('on-call is told about how much is lost, and what to do', () => {
  const { text } = memoryLossMessage({ ...loss, lostMs: 230_000 });
  expect(text).toMatch(/^🕳️ My memory went back by about 4 min\..*please watch them again/);
  expect(memoryLossMessage({ ...loss, lostMs: 3 }).text).toContain('by about 1 s.');
});

test('on-call is told where all is lost', () => {
  const { text } = memoryLossMessage(loss);
  expect(text).toMatch(/^🕳️ My memory is gone\..*nothing is being watched any more/);
});
