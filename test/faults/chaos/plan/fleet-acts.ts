import { CLOSED_CHANNELS, type ClosedChannel, LOST_CHANNELS, type LostChannel } from './places.ts';
import type { Random } from './random.ts';

export const WORKERS = ['worker-1', 'worker-2', 'worker-3'] as const;
export const BOTS = ['bot-1', 'bot-2'] as const;
export type ProcessName = (typeof WORKERS)[number] | (typeof BOTS)[number];

/** What befalls the machines, and the channels. */
export type FleetAct = { readonly atMs: number } & (
  | {
      readonly kind: 'end process';
      readonly process: ProcessName;
      readonly signal: 'SIGKILL' | 'SIGTERM';
      readonly downMs: number;
    }
  | { readonly kind: 'kill redis'; readonly downMs: number }
  | { readonly kind: 'pause redis'; readonly forMs: number }
  /** The replica becomes the primary, and the name of Redis moves to it some time after that. */
  | { readonly kind: 'fail over'; readonly how: FailoverKind; readonly nameLagMs: number }
  | { readonly kind: 'lose channel'; readonly channel: LostChannel }
  | { readonly kind: 'close channel'; readonly channel: ClosedChannel; readonly forMs: number }
  /** The bots' connections break, and the next ones are taken in such a way that nothing comes of them. */
  | { readonly kind: 'hang sockets'; readonly manner: HangingManner; readonly forMs: number }
);

type HangingManner = (typeof HANGING_MANNERS)[number];

/** The primary lives on as a replica and keeps its connections, or it dies and comes back as one. */
export type FailoverKind = 'primary demoted' | 'primary killed';

const HANGING_MANNERS = ['no hello', 'no upgrade', 'deaf'] as const;

const MINUTE_MS = 60_000;
/** Longer than a job's lock (15 s): another worker may take a job that is still being worked on. */
const LONG_PAUSE_MS = 17_000;

export function planFleetActs(random: Random, lengthMs: number): readonly FleetAct[] {
  const minutes = Array.from({ length: Math.ceil(lengthMs / MINUTE_MS) }, (_, minute) => minute);
  const acts = minutes.flatMap((minute) => {
    const inMinute = (fromMs: number, toMs: number) =>
      minute * MINUTE_MS + random.whole(fromMs, toMs);
    return [
      ...endings(random, inMinute),
      ...redisActs(random, inMinute, minute % 2 === 0),
      ...(minute === 0 ? [...lostChannels(inMinute), ...closedChannels(random, inMinute)] : []),
      hangingSockets(random, inMinute),
    ];
  });
  return acts.filter(({ atMs }) => atMs < lengthMs).toSorted((a, b) => a.atMs - b.atMs);
}

type InMinute = (fromMs: number, toMs: number) => number;

function endings(random: Random, inMinute: InMinute): readonly FleetAct[] {
  const end = (process: ProcessName, signal: 'SIGKILL' | 'SIGTERM') =>
    ({
      kind: 'end process',
      atMs: inMinute(3_000, 57_000),
      process,
      signal,
      downMs: random.whole(100, 2_000),
    }) as const;
  const many = (count: number, make: () => FleetAct) => Array.from({ length: count }, make);
  return [
    ...many(7, () => end(random.pick(WORKERS), 'SIGKILL')),
    ...many(3, () => end(random.pick(WORKERS), 'SIGTERM')),
    ...many(4, () => end(random.pick(BOTS), 'SIGKILL')),
    ...many(2, () => end(random.pick(BOTS), 'SIGTERM')),
  ];
}

function redisActs(random: Random, inMinute: InMinute, withLongPause: boolean): FleetAct[] {
  const pause = (atMs: number, forMs: number) => ({ kind: 'pause redis', atMs, forMs }) as const;
  const kill = (atMs: number) =>
    ({ kind: 'kill redis', atMs, downMs: random.whole(200, 2_500) }) as const;
  const failOver = (atMs: number, how: FailoverKind) =>
    ({ kind: 'fail over', atMs, how, nameLagMs: random.whole(0, 1_500) }) as const;
  const isDeathFirst = random.chance(0.5);
  return [
    pause(inMinute(3_000, 7_000), random.whole(300, 2_500)),
    failOver(inMinute(7_500, 10_000), isDeathFirst ? 'primary killed' : 'primary demoted'),
    kill(inMinute(10_000, 15_000)),
    ...(withLongPause ? [pause(inMinute(18_000, 21_000), LONG_PAUSE_MS)] : []),
    kill(inMinute(41_000, 47_000)),
    failOver(inMinute(47_000, 50_000), isDeathFirst ? 'primary demoted' : 'primary killed'),
    pause(inMinute(50_000, 55_000), random.whole(300, 2_500)),
  ];
}

/** Before, while or after Redis stands still: what is owed meets a channel that has gone. */
function lostChannels(inMinute: InMinute): readonly FleetAct[] {
  return LOST_CHANNELS.map((channel) => ({
    kind: 'lose channel',
    atMs: inMinute(14_000, 44_000),
    channel,
  }));
}

/** Some of what is owed there is asked for or ends while it is closed, and some after. */
function closedChannels(random: Random, inMinute: InMinute): readonly FleetAct[] {
  return CLOSED_CHANNELS.map((channel) => ({
    kind: 'close channel',
    atMs: inMinute(10_000, 34_000),
    channel,
    forMs: random.whole(4_000, 10_000),
  }));
}

/** The product gives up such a connection after 15 s: a bot that is started meanwhile connects sooner. */
function hangingSockets(random: Random, inMinute: InMinute): FleetAct {
  return {
    kind: 'hang sockets',
    atMs: inMinute(16_000, 40_000),
    manner: random.pick(HANGING_MANNERS),
    forMs: random.whole(2_000, 5_000),
  };
}
