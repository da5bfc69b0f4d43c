import { expect, test } from 'vitest';
import type { Care } from '../../src/watch/acknowledgement.ts';
import { pagerCareOf } from '../../src/watch/pager-care.ts';
import { pagerActionOf } from '../../src/watch/pager-event.ts';
import { userNamed } from '../names.ts';

const BOB = userNamed('U0BOB');
const TAKEN: Care = { acknowledged: { by: BOB, at: 1 } };
const SNOOZED: Care = { acknowledged: { by: BOB, at: 2, until: 99 } };
const DONE: Care = { acknowledged: { by: BOB, at: 3, done: 'Made room.' } };
const REOPENED: Care = { reopened: { by: BOB, at: 4 } };

/** What a pager is told as who looks after it changes so. */
function told(...lives: readonly Care[]): readonly (readonly string[])[] {
  let known = '';
  return lives.map((care) => {
    const next = pagerCareOf(known, care);
    known = next?.known ?? known;
    return (next?.told ?? []).map((what) => `${pagerActionOf(what)}: ${what.kind}`);
  });
}

test('is told that somebody looks after it, once', () => {
  expect(told(TAKEN, TAKEN)).toEqual([['acknowledge: acknowledged'], []]);
});

test('is told that it is put off as that somebody looks after it', () => {
  expect(told(TAKEN, SNOOZED)[1]).toEqual(['acknowledge: acknowledged']);
  expect(pagerCareOf('', SNOOZED)?.told).toEqual([{ kind: 'acknowledged', by: BOB, until: 99 }]);
});

test('calls again once nobody looks after it any more: it knows no other way back', () => {
  expect(told(TAKEN, REOPENED, REOPENED, TAKEN)).toEqual([
    ['acknowledge: acknowledged'],
    ['resolve: reopened', 'trigger: ended'],
    [],
    ['acknowledge: acknowledged'],
  ]);
});

test('is not called again for what it never knew to be looked after', () => {
  expect(told(REOPENED)).toEqual([[]]);
});

test('closes what is done, for good', () => {
  expect(told(TAKEN, DONE, DONE)).toEqual([['acknowledge: acknowledged'], ['resolve: done'], []]);
  expect(pagerCareOf('', DONE)?.told).toEqual([{ kind: 'done', by: BOB, done: 'Made room.' }]);
});
