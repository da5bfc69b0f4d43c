import { describe, expect, it } from 'vitest';
import { faultNames } from '../../src/watch/names.ts';
import type { Note, PublicItem } from '../../src/watch/outbox-item.ts';
import { isToldInDoubt, type Route, routeOf, whatIfUntold } from '../../src/watch/route.ts';
import { cardNamed, digestNamed, userNamed, watchNamed } from '../names.ts';
import { MINUTE, play, START, seen, snapshotReading } from './build-record.ts';

const owner = { watchId: watchNamed('w1-1'), at: START };
const onCard = { ...owner, cardKey: cardNamed('C0DBA-1') };
const spell = { condition: 'blind', spell: 1, since: START } as const;
const fault = { fault: faultNames.signIn, since: START } as const;

const CARD: PublicItem = { kind: 'card', ...onCard };
const ALERT: PublicItem = { kind: 'alert', ...owner };
const CONDITION_ALERT: PublicItem = { kind: 'condition-alert', ...owner, ...spell };
const FAULT: PublicItem = { kind: 'fault', ...fault, explanation: 'It was refused.' };
const DIGEST: PublicItem = {
  kind: 'digest',
  burst: 'failures',
  digest: digestNamed('1'),
  at: START,
};

function noted(note: Note): PublicItem {
  return { kind: 'note', ...onCard, note };
}

const ENDED = noted({ kind: 'ended', at: START });
const CHART: PublicItem = { kind: 'chart', ...onCard };
const MINOR: readonly PublicItem[] = [
  noted({ kind: 'milestone', at: START, milestone: 50, progress: {} }),
  noted({ kind: 'condition', at: START, ...spell }),
  noted({ kind: 'condition-over', at: START, ...spell, progress: {} }),
  noted({ kind: 'stopped', at: START, by: userNamed('U0BOB') }),
  CHART,
];
const IN_ALERT_THREAD: readonly PublicItem[] = [
  { kind: 'alert-details', ...owner },
  { kind: 'condition-alert-over', ...owner, condition: 'blind', spell: 1 },
  { kind: 'fault-over', why: 'works', ...fault, at: START },
];

describe('the way of what is told', () => {
  it('leads an ending from the card’s thread to its channel, the fallback, and whoever asked', () => {
    expect(routeOf(ENDED)).toEqual({
      places: ['thread', 'channel', 'fallback', 'direct'],
      mustBeTold: true,
    });
  });

  it.each([ALERT, CONDITION_ALERT])(
    'leads $kind from on-call to the fallback and whoever asked',
    (item) => {
      expect(routeOf(item)).toEqual({ places: ['oncall', 'fallback', 'direct'], mustBeTold: true });
    },
  );

  it.each([FAULT, DIGEST])(
    'leads $kind to the fallback at most: no one person has asked',
    (item) => {
      expect(routeOf(item)).toEqual({ places: ['oncall', 'fallback'], mustBeTold: true });
    },
  );

  it('leads a card into its channel, and nowhere else', () => {
    expect(routeOf(CARD)).toEqual({ places: ['channel'], mustBeTold: false });
  });

  it.each(MINOR)('leads a lesser note into the thread, or nowhere: $note.kind', (item) => {
    expect(routeOf(item)).toEqual<Route>({ places: ['thread'], mustBeTold: false });
  });

  it.each(IN_ALERT_THREAD)('leads $kind into its alert’s thread, or nowhere', (item) => {
    expect(routeOf(item)).toEqual<Route>({ places: ['alert-thread'], mustBeTold: false });
  });

  it('never ends at one place alone for what must be told', () => {
    for (const item of [
      ENDED,
      ALERT,
      CONDITION_ALERT,
      FAULT,
      DIGEST,
      CARD,
      ...MINOR,
      ...IN_ALERT_THREAD,
    ]) {
      const { places, mustBeTold } = routeOf(item);
      if (mustBeTold) expect(places).toContain('fallback');
      expect(new Set(places).size).toBe(places.length);
    }
  });
});

describe('what no place takes', () => {
  const live = seen();
  const { record: over } = play(live, [[MINUTE, snapshotReading({ status: 'Failed' })]]);
  const refusals = ['message', 'channel', 'content'] as const;

  it.each([ENDED, ALERT, CONDITION_ALERT, FAULT])(
    'is tried again where it must be told: %j',
    (item) => {
      for (const refused of [...refusals, undefined]) {
        expect(whatIfUntold(item, refused, over)).toEqual({ kind: 'keep-trying' });
      }
    },
  );

  it.each([...MINOR, ...IN_ALERT_THREAD])('is dropped where it need not be: %j', (item) => {
    for (const refused of [...refusals, undefined]) {
      expect(whatIfUntold(item, refused, live)).toEqual({ kind: 'drop' });
    }
  });

  it('is a digest’s alerts’ own matter again, unless there is no place for it', () => {
    for (const refused of refusals) {
      expect(whatIfUntold(DIGEST, refused, undefined)).toEqual({
        kind: 'split-digest',
        item: DIGEST,
      });
    }
    expect(whatIfUntold(DIGEST, undefined, undefined)).toEqual({ kind: 'keep-trying' });
  });

  it('ends the watch in a channel that is closed to its card', () => {
    for (const record of [live, over]) {
      expect(whatIfUntold(CARD, 'channel', record)).toEqual({ kind: 'give-card-up', item: CARD });
    }
  });

  it.each(['message', 'content'] as const)(
    'is a card that is tried again while its watch goes on, and no longer: %s',
    (refused) => {
      expect(whatIfUntold(CARD, refused, live)).toEqual({ kind: 'keep-trying' });
      expect(whatIfUntold(CARD, refused, over)).toEqual({ kind: 'give-card-up', item: CARD });
    },
  );
});

describe('what may have been told, and nobody can tell', () => {
  it('is told again, unless it is a milestone, or a picture of what was told in words', () => {
    const all = [ENDED, ALERT, CONDITION_ALERT, FAULT, DIGEST, CARD, ...MINOR, ...IN_ALERT_THREAD];
    const untold = all.filter((item) => !isToldInDoubt(item));
    expect(untold).toEqual([MINOR[0], CHART]);
  });
});
