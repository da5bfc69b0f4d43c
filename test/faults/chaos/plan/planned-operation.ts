import type { FleetAct } from './fleet-acts.ts';
import { HISTORY_NAMES, type HistoryName } from './histories.ts';
import { ORDINARY_CHANNELS } from './places.ts';
import type { Random } from './random.ts';
import type { RoughTime } from './rough-times.ts';

/** One operation in Azure, and the channel in which it is asked for first. */
export interface PlannedOperation {
  readonly index: number;
  readonly operationId: string;
  /** Names it in titles: no other operation works on this server. */
  readonly server: string;
  readonly history: HistoryName;
  readonly startsAtMs: number;
  readonly durationMs: number;
  readonly channel: string;
}

type ChannelAct = Extract<FleetAct, { readonly kind: 'lose channel' | 'close channel' }>;

interface Surroundings {
  readonly count: number;
  readonly lengthMs: number;
  readonly roughTimes: readonly RoughTime[];
  readonly fleet: readonly FleetAct[];
}

/** What is left of a run for the last operation to end in. */
const LAST_START_BEFORE_END_MS = 20_000;
/** Of each channel that is lost or closed. */
const OPERATIONS_IN_LOST_CHANNEL = 6;

/** Every history about as often as any other; some in channels that will be lost, or closed, while they run. */
export function planOperations(
  random: Random,
  { count, lengthMs, roughTimes, fleet }: Surroundings,
): readonly PlannedOperation[] {
  const losses = fleet
    .flatMap((act) => (act.kind === 'lose channel' || act.kind === 'close channel' ? [act] : []))
    .flatMap((act) => Array<typeof act>(OPERATIONS_IN_LOST_CHANNEL).fill(act));
  return Array.from({ length: count }, (_, index): PlannedOperation => {
    // The histories' count and the losses' have no order in common, so that each meets each.
    const loss = losses[index];
    const history = HISTORY_NAMES[index % HISTORY_NAMES.length] ?? 'succeeded';
    const durationMs = random.whole(6_000, 16_000);
    const lastStart = Math.max(0, lengthMs - LAST_START_BEFORE_END_MS);
    const startsAtMs = random.whole(0, lastStart);
    return {
      index,
      operationId: random.guid(),
      server: `server-${String(index).padStart(4, '0')}`,
      history,
      durationMs,
      channel: loss?.channel.id ?? random.pick(ORDINARY_CHANNELS),
      startsAtMs: loss
        ? startAround(random, loss, durationMs)
        : history === 'ends in rough weather'
          ? startForEndIn(random, roughTimes, durationMs, startsAtMs)
          : startsAtMs,
    };
  });
}

/** It runs when its channel goes; where that comes back, it may also be asked for in the meantime. */
function startAround(random: Random, act: ChannelAct, durationMs: number): number {
  const meanwhileMs = act.kind === 'close channel' ? act.forMs / 2 : -2_000;
  return Math.max(0, act.atMs - random.whole(-meanwhileMs, durationMs - 1_000));
}

function startForEndIn(
  random: Random,
  roughTimes: readonly RoughTime[],
  durationMs: number,
  otherwise: number,
): number {
  const [first, ...more] = roughTimes.filter(({ fromMs }) => fromMs > durationMs);
  if (!first) return otherwise;
  const { fromMs, toMs } = random.pick([first, ...more]);
  return random.whole(fromMs, toMs - 1_000) - durationMs;
}
