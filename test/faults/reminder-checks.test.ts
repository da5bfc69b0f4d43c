import { describe, expect, test } from 'vitest';
import {
  ACKNOWLEDGE_BUTTON,
  acknowledgedBy,
  buildMessage,
  buildObservation,
  ONCALL,
  WATCH,
} from './build-observation.ts';
import type { Observation, RedisKey } from './chaos/checks/observation.ts';
import { reminded } from './chaos/checks/reminded.ts';

const NAME = `alert/${WATCH}`;

const alert = (...blocks: readonly ReturnType<typeof acknowledgedBy>[]) =>
  buildMessage('alert', 'It failed.', { channel: ONCALL, ts: '8.1', blocks: [...blocks] });
const untaken = alert(ACKNOWLEDGE_BUTTON);

const reminder = (madeAt: number): RedisKey => ({
  ...{ name: `{mysqlop}:reminder:${madeAt}`, type: 'hash', ttlMs: 1_000, entries: [] },
  reminder: { name: `reminder/${madeAt}`, madeAt, calls: [NAME] },
});
const told = (madeAt: number) =>
  buildMessage('', 'Nobody looks after it.', {
    ...{ channel: ONCALL, ts: `${madeAt}.1` },
    metadata: { event_type: 'mysqlop_post', event_payload: { id: `reminder/${madeAt}` } },
  });

const problems = (seen: Partial<Observation>) =>
  reminded(buildObservation('failed at 0 %', seen)).map(({ what }) => what);

describe('a run in which on-call is called again', () => {
  test.each<readonly [string, Partial<Observation>]>([
    ['once for what nobody has taken', { messages: [untaken, told(9)], keys: [reminder(9)] }],
    ['not for what was taken', { messages: [alert(acknowledgedBy('U0ALICE', 20_000))] }],
    [
      'before it was taken',
      {
        messages: [alert(acknowledgedBy('U0ALICE', 20_000)), told(15_000)],
        keys: [reminder(15_000)],
      },
    ],
    [
      'by nothing that was posted, since it was taken meanwhile',
      { messages: [alert(acknowledgedBy('U0ALICE', 20_000))], keys: [reminder(15_000)] },
    ],
  ])('keeps its promise: %s', (_where, seen) => {
    expect(problems(seen)).toEqual([]);
  });

  test.each<readonly [RegExp, Partial<Observation>]>([
    [/called for again 0 times, not 1/, { messages: [untaken] }],
    [
      /called for again 2 times, not 1/,
      { messages: [untaken, told(9), told(99)], keys: [reminder(9), reminder(99)] },
    ],
    [
      /called for again at 90000, though U0ALICE took it/,
      {
        messages: [alert(acknowledgedBy('U0ALICE', 20_000)), told(90_000)],
        keys: [reminder(90_000)],
      },
    ],
    [/reminder\/9 was told nowhere/, { messages: [untaken], keys: [reminder(9)] }],
  ])('is found out: %s', (what, seen) => {
    expect(problems(seen).join('\n')).toMatch(what);
  });
});
