import { describe, expect, it } from 'vitest';
import { postUrgency } from '../../src/jobs/post-urgency.ts';
import type { Note, OutboxItem } from '../../src/watch/outbox-item.ts';
import { START } from '../watch/build-record.ts';

const owner = { watchId: 'w1-1', at: START };
const onCard = { ...owner, cardKey: 'C0DBA-1' };
const spell = { condition: 'blind', spell: 1, since: START } as const;
const fault = { fault: 'sign-in', since: START } as const;
const ended: Note = { kind: 'ended', at: START };
const milestone: Note = { kind: 'milestone', at: START, milestone: 50, progress: {} };

describe('in a crowded channel', () => {
  it.each([
    ['failure', { kind: 'alert', ...owner }],
    ['failure', { kind: 'storm', storm: 'failures', page: '1', at: START }],
    ['alert', { kind: 'storm', storm: 'conditions', page: '1', at: START }],
    ['alert', { kind: 'condition-alert', ...owner, ...spell }],
    ['alert', { kind: 'fault', ...fault, explanation: 'It was refused.' }],
    ['note', { kind: 'note', ...onCard, note: ended }],
    ['note', { kind: 'note', ...onCard, note: milestone }],
    ['other', { kind: 'card', ...onCard }],
    ['other', { kind: 'whisper', ...onCard }],
    ['other', { kind: 'alert-details', ...owner }],
    ['other', { kind: 'condition-alert-over', ...owner, condition: 'blind', spell: 1 }],
    ['other', { kind: 'fault-over', ...fault, at: START }],
  ] satisfies readonly (readonly [string, OutboxItem])[])('goes as %s: %j', (urgency, item) => {
    expect(postUrgency(item)).toBe(urgency);
  });
});
