import { expect, test } from 'vitest';
import { routeOf } from '../../src/jobs/route.ts';
import type { Note } from '../../src/watch/outbox-item.ts';

const owner = { watchId: 'w1-1', at: 0 };
const onCard = { ...owner, cardKey: 'C0DBA-1' };
const condition = { condition: 'blind', spell: 1 } as const;
const noteOf = (note: Note) => ({ kind: 'note' as const, ...onCard, note });

test.each([
  ['an ending', noteOf({ kind: 'ended', at: 0 }), ['thread', 'channel', 'fallback', 'direct']],
  ['an alert', { kind: 'alert' as const, ...owner }, ['oncall', 'fallback', 'direct']],
  [
    'an alert of a condition',
    { kind: 'condition-alert' as const, ...owner, ...condition, since: 0 },
    ['oncall', 'fallback', 'direct'],
  ],
  [
    'a fault of the bot’s own',
    { kind: 'fault' as const, fault: 'sign-in' as const, since: 0, explanation: '' },
    ['oncall', 'fallback'],
  ],
] as const)('%s is told somewhere, and stays owed until it is', (_what, item, stops) => {
  expect(routeOf(item)).toEqual({ stops, mustBeTold: true });
});

test.each([
  ['a card', { kind: 'card' as const, ...onCard }],
  ['what is only part of the story', noteOf({ kind: 'stopped', at: 0, by: 'U0BOB' })],
  ['the details of an alert', { kind: 'alert-details' as const, ...owner }],
  ['the end of a condition', { kind: 'condition-alert-over' as const, ...owner, ...condition }],
  [
    'the end of a fault',
    { kind: 'fault-over' as const, fault: 'sign-in' as const, since: 0, at: 0 },
  ],
] as const)('%s has one place, and is dropped where that is lost', (_what, item) => {
  const route = routeOf(item);
  expect(route.stops).toHaveLength(1);
  expect(route.mustBeTold).toBe(false);
});
