import { expect, it } from 'vitest';
import { cardUrgency } from '../../src/watch/edit-urgency.ts';
import { gone, seen } from './build-record.ts';

it('an ending is shown before what somebody waits for, and that before mere progress', () => {
  expect([cardUrgency(gone(), true), cardUrgency(gone(), false)]).toEqual(['ending', 'ending']);
  expect(cardUrgency(seen(), true)).toBe('touched');
  expect(cardUrgency(seen(), false)).toBe('progress');
});
