import { describe, expect, it } from 'vitest';
import { type Route, routeOf } from '../../src/jobs/route.ts';
import type { Note, OutboxItem } from '../../src/watch/outbox-item.ts';
import { START } from '../watch/build-record.ts';

type PublicItem = Exclude<OutboxItem, { kind: 'whisper' }>;

const owner = { watchId: 'w1-1', at: START };
const onCard = { ...owner, cardKey: 'C0DBA-1' };
const spell = { condition: 'blind', spell: 1, since: START } as const;
const fault = { fault: 'sign-in', since: START } as const;

const CARD: PublicItem = { kind: 'card', ...onCard };
const ALERT: PublicItem = { kind: 'alert', ...owner };
const CONDITION_ALERT: PublicItem = { kind: 'condition-alert', ...owner, ...spell };
const FAULT: PublicItem = { kind: 'fault', ...fault, explanation: 'It was refused.' };

function noted(note: Note): PublicItem {
  return { kind: 'note', ...onCard, note };
}

const ENDED = noted({ kind: 'ended', at: START });
const MINOR: readonly PublicItem[] = [
  noted({ kind: 'started', at: START, askedBy: 'U0ALICE', progress: {} }),
  noted({ kind: 'milestone', at: START, milestone: 50, progress: {} }),
  noted({ kind: 'condition', at: START, ...spell }),
  noted({ kind: 'condition-over', at: START, ...spell, progress: {} }),
  noted({ kind: 'stopped', at: START, by: 'U0BOB' }),
];
const IN_ALERT_THREAD: readonly PublicItem[] = [
  { kind: 'alert-details', ...owner },
  { kind: 'condition-alert-over', ...owner, condition: 'blind', spell: 1 },
  { kind: 'fault-over', ...fault, at: START },
];

describe('the way of what is told', () => {
  it('leads an ending from the card’s thread to its channel, the fallback, and whoever asked', () => {
    expect(routeOf(ENDED)).toEqual({
      stops: ['thread', 'channel', 'fallback', 'direct'],
      mustBeTold: true,
    });
  });

  it.each([ALERT, CONDITION_ALERT])(
    'leads $kind from on-call to the fallback and whoever asked',
    (item) => {
      expect(routeOf(item)).toEqual({ stops: ['oncall', 'fallback', 'direct'], mustBeTold: true });
    },
  );

  it('leads the bot’s own fault to the fallback at most: nobody in particular has asked', () => {
    expect(routeOf(FAULT)).toEqual({ stops: ['oncall', 'fallback'], mustBeTold: true });
  });

  it('leads a card into its channel, and nowhere else', () => {
    expect(routeOf(CARD)).toEqual({ stops: ['channel'], mustBeTold: false });
  });

  it.each(MINOR)('leads a lesser note into the thread, or nowhere: $note.kind', (item) => {
    expect(routeOf(item)).toEqual<Route>({ stops: ['thread'], mustBeTold: false });
  });

  it.each(IN_ALERT_THREAD)('leads $kind into its alert’s thread, or nowhere', (item) => {
    expect(routeOf(item)).toEqual<Route>({ stops: ['alert-thread'], mustBeTold: false });
  });

  it('never ends at one place alone for what must be told', () => {
    for (const item of [ENDED, ALERT, CONDITION_ALERT, FAULT, CARD, ...MINOR, ...IN_ALERT_THREAD]) {
      const { stops, mustBeTold } = routeOf(item);
      if (mustBeTold) expect(stops).toContain('fallback');
      expect(new Set(stops).size).toBe(stops.length);
    }
  });
});
