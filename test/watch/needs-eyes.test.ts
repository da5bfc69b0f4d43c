import { expect, test } from 'vitest';
import { isOdd, needOfEyes } from '../../src/watch/needs-eyes.ts';
import { isLive, type WatchRecord } from '../../src/watch/watch-record.ts';
import { begun, blind, endedOtherwise, seen, stalled } from './build-record.ts';

const spell = (since: number) => ({ number: 1, since, toldTo: [], alerted: true });
const endedAt = (at: number): WatchRecord => {
  const record = endedOtherwise();
  return isLive(record) ? record : { ...record, ending: { verdict: 'ended-otherwise', at } };
};

test('the worst goes first, and among equals what has been so for longest, or has just ended', () => {
  const inOrder: readonly (readonly [string, WatchRecord])[] = [
    ['ended just now', endedAt(2000)],
    ['ended before', endedAt(1000)],
    ['blind', blind()],
    ['stalled for longer', { ...stalled(), conditions: { stalled: spell(1) } }],
    ['stalled', { ...stalled(), conditions: { stalled: spell(2) } }],
    ['overdue', { ...seen(), conditions: { overdue: spell(1) } }],
    ['running for longer', { ...seen(), begunAt: 1 }],
    ['running', { ...seen(), begunAt: 2 }],
    ['never seen', { ...begun(), begunAt: 0 }],
  ];
  const sorted = inOrder.toReversed().toSorted(([, one], [, other]) => {
    const [a, b] = [needOfEyes(one), needOfEyes(other)];
    return a.rank - b.rank || a.order - b.order;
  });
  expect(sorted.map(([name]) => name)).toEqual(inOrder.map(([name]) => name));
  expect(inOrder.filter(([, record]) => isOdd(needOfEyes(record)))).toHaveLength(6);
});
