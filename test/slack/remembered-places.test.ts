import { beforeEach, describe, expect, test } from 'vitest';
import type { ChosenPlace } from '../../src/slack/chosen-place.ts';
import { rememberedPlaces } from '../../src/slack/remembered-places.ts';
import { channelNamed } from '../names.ts';

const DBA = channelNamed('C0DBA');
const OPEN: ChosenPlace = { kind: 'open', isPrivate: false };
const UNKNOWN: ChosenPlace = { kind: 'open', isPrivate: undefined };
const CLOSED: ChosenPlace = { kind: 'closed', problem: 'That channel is closed to me.' };

let now: number;
let looks: number;
let slack: ChosenPlace;
let placeFor: ReturnType<typeof rememberedPlaces>;
beforeEach(() => {
  now = 0;
  looks = 0;
  slack = OPEN;
  placeFor = rememberedPlaces(
    async () => {
      looks += 1;
      return slack;
    },
    () => now,
  );
});

describe('a channel', () => {
  test('is looked at once, however many ask at the same time and soon after', async () => {
    const all = await Promise.all(Array.from({ length: 100 }, () => placeFor(DBA)));
    expect(new Set(all)).toEqual(new Set([OPEN]));
    now = 59_000;
    await placeFor(DBA);
    expect(looks).toBe(1);
    now = 60_000;
    await placeFor(DBA);
    expect(looks).toBe(2);
  });

  test('that was closed is looked at again seconds later, when somebody may have mended that', async () => {
    slack = CLOSED;
    expect(await placeFor(DBA)).toEqual(CLOSED);
    expect(await placeFor(DBA)).toEqual(CLOSED);
    expect(looks).toBe(1);
    slack = OPEN;
    now = 5000;
    expect(await placeFor(DBA)).toEqual(OPEN);
  });

  test('of which Slack tells nothing is looked at the next time', async () => {
    slack = UNKNOWN;
    expect(await placeFor(DBA)).toEqual(UNKNOWN);
    slack = OPEN;
    expect(await placeFor(DBA)).toEqual(OPEN);
  });
});

test('many channels do not use up what Slack lets be asked', async () => {
  const names = Array.from({ length: 100 }, (_, n) => channelNamed(`C${n}`));
  for (const name of names) await placeFor(name);
  expect(looks).toBe(20);
  expect(await placeFor(channelNamed('C99'))).toEqual(UNKNOWN);
  now = 60_000;
  expect(await placeFor(channelNamed('C99'))).toEqual(OPEN);
});
