import { describe, expect, it } from 'vitest';
import { faultNames } from '../../src/watch/names.ts';
import type { Note, OutboxItem } from '../../src/watch/outbox-item.ts';
import { postUrgency } from '../../src/watch/post-urgency.ts';
import { cardNamed, digestNamed, watchNamed } from '../names.ts';
import { START } from './build-record.ts';

const owner = { watchId: watchNamed('w1-1'), at: START };
const onCard = { ...owner, cardKey: cardNamed('C0DBA-1') };
const spell = { condition: 'blind', spell: 1, since: START } as const;
const fault = { fault: faultNames.signIn, since: START } as const;
const ended: Note = { kind: 'ended', at: START };
const milestone: Note = { kind: 'milestone', at: START, milestone: 50, progress: {} };

describe('in a crowded channel', () => {
  it.each([
    ['failure', { kind: 'alert', ...owner }],
    ['failure', { kind: 'digest', burst: 'failures', digest: digestNamed('1'), at: START }],
    ['alert', { kind: 'digest', burst: 'conditions', digest: digestNamed('1'), at: START }],
    ['alert', { kind: 'condition-alert', ...owner, ...spell }],
    ['alert', { kind: 'fault', ...fault, explanation: 'It was refused.' }],
    ['alert', { kind: 'memory-loss', fault: 'memory', since: START }],
    ['ending', { kind: 'note', ...onCard, note: ended }],
    ['other', { kind: 'card', ...onCard }],
    ['other', { kind: 'note', ...onCard, note: milestone }],
    ['other', { kind: 'whisper', ...onCard }],
    ['other', { kind: 'alert-details', ...owner }],
    ['other', { kind: 'condition-alert-over', ...owner, condition: 'blind', spell: 1 }],
    ['other', { kind: 'fault-over', why: 'works', ...fault, at: START }],
  ] satisfies readonly (readonly [string, OutboxItem])[])('goes as %s: %j', (urgency, item) => {
    expect(postUrgency(item)).toBe(urgency);
  });
});
