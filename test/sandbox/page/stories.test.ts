import { describe, expect, test } from 'vitest';
import type { Answer } from '../../../src/sandbox/azure/answer.ts';
import { serverId } from '../../../src/sandbox/azure/server-id.ts';
import { describeAnswer } from '../../../src/sandbox/page/stories/describe-answer.ts';
import { STORIES } from '../../../src/sandbox/page/stories/stories.ts';
import type { Story } from '../../../src/sandbox/page/stories/story.ts';

const MINUTE_MS = 60_000;
const STARTED_AT = Date.UTC(2026, 0, 5, 12);
const SUBSCRIPTION = '5a0d1c2e-3b4f-4a6d-8c7e-9f0a1b2c3d4e';

function story(id: string): Story {
  const found = STORIES.find((each) => each.id === id);
  if (found === undefined) throw new Error(`There is no story ${id}`);
  return found;
}

/** What a story answers at a minute of Azure's time, which runs 60 times as fast as ours. */
function answerAt({ play, server }: Story, minute: number, reads = 1): Answer {
  return play(serverId(SUBSCRIPTION, server))({
    subscriptionId: SUBSCRIPTION,
    startedAt: STARTED_AT,
    elapsedMs: minute * MINUTE_MS,
    reads,
    timeAt: (elapsedMs) => STARTED_AT + elapsedMs / 60,
  });
}

/** One read every half minute, from the start until well after the end. */
function life(played: Story): readonly Answer[] {
  const readings = (played.durationMs / MINUTE_MS + 10) * 2;
  return Array.from({ length: readings }, (_, index) => answerAt(played, index / 2, index + 1));
}

const words = (answers: readonly Answer[]) => answers.map(describeAnswer);

function bodyAt(played: Story, minute: number) {
  const answer = answerAt(played, minute);
  if (answer.kind !== 'ok') throw new Error(`no body: ${describeAnswer(answer)}`);
  return answer.body;
}

describe('every story', () => {
  test('has a name of its own, and words for the visitor', () => {
    expect(STORIES.length).toBeGreaterThanOrEqual(12);
    for (const key of ['id', 'title', 'server'] as const) {
      expect(new Set(STORIES.map((each) => each[key])).size).toBe(STORIES.length);
    }
    for (const { about } of STORIES) expect(about).toMatch(/^[\S ]{20,120}\.$/);
  });

  test.each([
    ['backup', 'Succeeded, 100 %'],
    ['import', 'Succeeded, 100 %'],
    ['import-fails', 'Failed, 0 %'],
    ['failure', 'Failed, 0 %'],
    ['failure-at-100', 'Failed, 100 %'],
    ['failures-at-once', 'Failed, 0 %'],
    ['nobody-looks', 'Failed, 0 %'],
    ['stall', 'Succeeded, 100 %'],
    ['throttled', 'Succeeded, 100 %'],
    ['outage', 'Succeeded, 100 %'],
    ['forgotten', '404'],
    ['never-found', '404'],
    ['unknown-words', 'Succeeded, 100 %'],
    ['canceled', 'Canceled'],
    ['wandering-percent', 'Succeeded, 100 %'],
    ['second-location', 'Succeeded, 100 %'],
  ])('%s ends with %s, and stays so', (id, ending) => {
    const played = story(id);
    const whole = words(life(played));
    expect(whole.slice(-20)).toEqual(Array(20).fill(ending));
    expect(played.durationMs).toBeLessThanOrEqual(60 * MINUTE_MS);
    const last = words([answerAt(played, played.durationMs / MINUTE_MS - 0.01)]);
    if (id !== 'never-found') expect(last).not.toEqual([ending]);
  });

  test('is listed above', () => {
    expect(STORIES).toHaveLength(16);
  });
});

describe('on its way', () => {
  test('an import estimates its end on the clock of the one who reads', () => {
    expect(bodyAt(story('import'), 30)).toMatchObject({
      status: 'Importing',
      properties: { estimatedCompletionTime: '2026-01-05T12:00:40.000326Z' },
    });
  });

  test('a failure brings more text than an alert has room for', () => {
    expect(JSON.stringify(bodyAt(story('failure'), 30)['error']).length).toBeGreaterThan(3_000);
  });

  test('a stall stands still and goes on where it was', () => {
    const stall = story('stall');
    expect(words([11, 12, 20, 31.9, 32, 35].map((minute) => answerAt(stall, minute)))).toEqual([
      'InProgress, 36.7 %',
      ...Array(4).fill('InProgress, 40 %'),
      'InProgress, 50 %',
    ]);
    expect(bodyAt(stall, 55)).toMatchObject({ endTime: '2026-01-05T12:00:50.000326Z' });
  });

  test('a throttled one is refused with the time to wait', () => {
    expect(words([answerAt(story('throttled'), 15)])).toEqual(['429, Retry-After 5 s']);
  });

  test('an outage has three faces in turn', () => {
    const faces = [1, 2, 3, 4].map((reads) => answerAt(story('outage'), 20, reads));
    expect(words(faces)).toEqual([
      '200, text/html instead of JSON',
      'no answer',
      '503',
      '200, text/html instead of JSON',
    ]);
  });

  test('a forgotten one was seen at 59 %', () => {
    expect(words([answerAt(story('forgotten'), 17.9)])).toEqual(['InProgress, 59.7 %']);
  });

  test('unknown words come with sub-operations and internals in properties', () => {
    const seen = new Set(
      life(story('unknown-words')).map((each) => describeAnswer(each).split(',')[0]),
    );
    expect([...seen]).toEqual([
      'Accepted',
      'Rehydrating',
      'SeedingReplica',
      'Finalizing',
      'Succeeded',
    ]);
    expect(bodyAt(story('unknown-words'), 10)).toMatchObject({
      operations: [{ status: 'Succeeded' }, {}, { operations: [{ status: 'Pending' }] }, {}],
      properties: {
        objectType: 'ReplicaSeedResponse',
        seedManifest: expect.stringContaining('<?xml'),
      },
    });
  });

  test('a cancelled one takes its time', () => {
    expect(words([answerAt(story('canceled'), 20)])).toEqual(['CancelInProgress, 60 %']);
  });

  test('a percentage runs backwards and past 100', () => {
    const at = [0, 10, 12, 14, 24, 27].map((minute) =>
      answerAt(story('wandering-percent'), minute),
    );
    expect(words(at)).toEqual([
      'InProgress, 0 %',
      'InProgress, 55 %',
      'InProgress, 42.5 %',
      'InProgress, 30 %',
      'InProgress, 104.5 %',
      'InProgress, 102.8 %',
    ]);
  });
});
