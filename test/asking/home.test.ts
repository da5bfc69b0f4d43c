import { describe, expect, test } from 'vitest';
import { type HomeDependencies, homeTabOf, takeOverview } from '../../src/asking/home.ts';
import type { FoundWatch } from '../../src/redis/stored-record.ts';
import { advance } from '../../src/watch/advance.ts';
import type { LiveWatch, WatchRecord } from '../../src/watch/watch-record.ts';
import { channelNamed, userNamed, watchNamed } from '../names.ts';
import { begun, MINUTE, POLICY, START, snapshotReading } from '../watch/build-record.ts';

const ALICE = userNamed('U0ALICE');
const BOB = userNamed('U0BOB');
const [PUBLIC, SECRET] = [channelNamed('C0PUBLIC'), channelNamed('G0SECRET')];

function watch(
  name: string,
  request: Parameters<typeof begun>[0],
  changes: Partial<LiveWatch> = {},
) {
  const record = begun(request);
  const cards = record.cards.map((card) => ({ ...card, state: 'standing' as const }));
  return { ...record, cards, id: watchNamed(name), ...changes };
}

function failed(record: LiveWatch): WatchRecord {
  return advance(record, snapshotReading({ status: 'Failed' }), START + MINUTE, POLICY).record;
}

/** A Home tab's surroundings, in which these are kept. */
function around(
  records: readonly WatchRecord[],
  given: Partial<HomeDependencies> = {},
): HomeDependencies {
  const ended = records.filter(({ state }) => state === 'ended').map(({ id }) => id);
  return {
    watches: {
      async *findLive(): AsyncGenerator<FoundWatch> {
        for (const record of records) {
          if (record.state === 'live') yield { kind: 'record', record, isCounted: true };
        }
        yield { kind: 'unreadable', id: watchNamed('w9-9'), why: 'broken' };
      },
      loadAll: async (ids) => records.filter(({ id }) => ids.includes(id)),
    },
    deliveries: { card: async () => ({ ts: '1.1', shown: undefined }) },
    linkTo: (channel, ts) => `link:${channel}/${ts}`,
    lastEnded: async () => ended,
    unattended: async () => ended,
    health: async () => ({ isReady: false, problems: ['redis: gone'] }),
    publicAmong: async (channels) => new Set(channels),
    admins: undefined,
    onEvent: () => undefined,
    now: () => START,
    ...given,
  };
}

async function home(
  user: typeof ALICE,
  channels: readonly (typeof PUBLIC)[] | undefined,
  dependencies: HomeDependencies,
) {
  const overview = await takeOverview(dependencies);
  return await homeTabOf(user, channels && new Set(channels), overview, dependencies);
}

const names = ({ lines }: { readonly lines: readonly { readonly record: WatchRecord }[] }) =>
  lines.map(({ record }) => record.id);

describe('a Home tab', () => {
  const records = [
    watch('w1-1', { channel: PUBLIC, askedBy: ALICE }),
    watch('w2-1', { channel: PUBLIC, askedBy: BOB }),
    watch('w3-1', { channel: SECRET, askedBy: BOB, isPrivate: true }),
    failed(watch('w4-1', { channel: PUBLIC, askedBy: BOB })),
    failed(watch('w5-1', { channel: SECRET, askedBy: BOB, isPrivate: true })),
  ];

  test('shows what is watched for who looks, and what is in their channels', async () => {
    const shown = await home(ALICE, [PUBLIC], around(records));
    expect(names(shown.mine)).toEqual(['w1-1']);
    expect(names(shown.channels)).toEqual(['w2-1']);
    expect(names(shown.endings)).toEqual(['w4-1']);
    expect(names(shown.unattended)).toEqual(['w4-1']);
    expect(shown.mine.lines[0]?.link).toBe('link:C0PUBLIC/1.1');
  });

  test('keeps what is private to its members, and to who asked', async () => {
    const member = await home(ALICE, [SECRET], around(records));
    expect(names(member.channels)).toEqual(['w3-1']);
    expect(names(member.unattended)).toEqual(['w4-1', 'w5-1']);
    const asker = await home(BOB, [], around(records));
    expect(names(asker.mine)).toEqual(['w2-1', 'w3-1']);
    expect(names(asker.unattended)).toEqual(['w4-1', 'w5-1']);
  });

  test('shows public channels where Slack does not tell which are theirs', async () => {
    const shown = await home(ALICE, undefined, around(records));
    expect(shown.areChannelsKnown).toBe(false);
    expect(names(shown.channels)).toEqual(['w2-1']);
  });

  test('shows nobody else what was made private since', async () => {
    const shown = await home(ALICE, [], around(records, { publicAmong: async () => new Set() }));
    expect(names(shown.unattended)).toEqual([]);
  });

  test('begins with what is odd, then what is oldest', async () => {
    const spell = { number: 1, since: START, toldTo: [], alerted: false };
    const mine = { channel: PUBLIC, askedBy: ALICE };
    const shown = await home(
      ALICE,
      [],
      around([
        watch('w1-1', mine, { begunAt: START + 2 }),
        watch('w2-1', mine, { begunAt: START + 1 }),
        watch('w3-1', mine, { begunAt: START + 3, conditions: { stalled: spell } }),
      ]),
    );
    expect(names(shown.mine)).toEqual(['w3-1', 'w2-1', 'w1-1']);
  });

  test('tells admins alone what is wrong with the bot', async () => {
    const all = await home(ALICE, [], around([]));
    expect(all.health).toEqual({ isReady: false, problems: ['redis: gone'] });
    const some = await home(ALICE, [], around([], { admins: [BOB] }));
    expect(some.health).toEqual({ isReady: false, problems: undefined });
  });

  test('is short, however many watches there are', async () => {
    const many = Array.from({ length: 10_000 }, (_, n) =>
      watch(`w${n}-1`, { channel: PUBLIC, askedBy: n % 2 === 0 ? ALICE : BOB }),
    );
    const shown = await home(ALICE, [PUBLIC], around(many));
    expect(shown.mine).toMatchObject({ total: 5000, lines: { length: 10 } });
    expect(shown.channels).toMatchObject({ total: 5000, lines: { length: 10 } });
  });
});
