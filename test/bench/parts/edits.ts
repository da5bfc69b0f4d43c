import { setTimeout as delay } from 'node:timers/promises';
import { type Row, type Unit, values } from '../figures/row.ts';
import { mean, most } from '../figures/statistics.ts';
import { countCalls } from '../measure/count-calls.ts';
import { followEdits } from '../measure/follow-edits.ts';
import { CONTENDERS, type ContenderName, startContender } from '../world/contender.ts';
import type { Part, Plan } from './plan.ts';

/** What Slack allows an app in a workspace. */
const EDITS_PER_MINUTE = 50;
const MINUTE_MS = 60_000;

interface Size {
  readonly cards: number;
  readonly intervalMs: number;
  /** A whole round of all cards: before it, nobody knows how long a card waits. */
  readonly warmUpMs: number;
  readonly measureMs: number;
}

interface Edits {
  readonly shareOfBudget: number;
  readonly refused: number;
  readonly oldestMs: number;
  readonly fairness: number;
}

/** Many running cards share what Slack lets be edited. */
export const edits: Part = async (plan) => {
  const size = sizeOf(plan);
  const measured = await Promise.all(
    CONTENDERS.map(async (name) => [name, await editsOf(name, size, plan)] as const),
  );
  return { rows: rowsOf(new Map(measured), size) };
};

function sizeOf({ isQuick, minutes }: Plan): Size {
  if (isQuick) return { cards: 25, intervalMs: 5000, warmUpMs: 35_000, measureMs: 30_000 };
  // As many cards as can be edited in the time.
  const cards = Math.round(EDITS_PER_MINUTE * minutes);
  const measureMs = minutes * MINUTE_MS;
  return { cards, intervalMs: 15_000, warmUpMs: measureMs + 20_000, measureMs };
}

async function editsOf(name: ContenderName, size: Size, plan: Plan): Promise<Edits> {
  const contender = await startContender(name, {
    subscriptions: 20,
    channels: 20,
    intervalMs: size.intervalMs,
    watches: size.cards,
    // A GiB, which a card shows, within seconds: there is always something to edit, and none is done soon.
    durationMs: 150 * MINUTE_MS,
  });
  const { slack } = contender.world;
  const calls = countCalls(slack);
  const followed = followEdits(slack, contender.fleet);
  try {
    await delay(size.warmUpMs);
    followed.measuring();
    const before = { taken: calls.taken('chat.update'), refused: calls.refused() };
    await delay(size.measureMs);
    const { ended, running } = followed.waits();
    const budget = (EDITS_PER_MINUTE * size.measureMs) / MINUTE_MS;
    const result = {
      shareOfBudget: (100 * (calls.taken('chat.update') - before.taken)) / budget,
      refused: calls.refused() - before.refused,
      oldestMs: most([...ended, ...running]),
      fairness: most([...ended, ...running]) / mean(ended),
    };
    plan.say(`edits of ${size.cards} cards, ${name}: ${JSON.stringify(result)}`);
    return result;
  } finally {
    followed.stop();
    calls.stop();
    await contender.stop();
  }
}

function rowsOf(measured: ReadonlyMap<ContenderName, Edits>, size: Size): readonly Row[] {
  const row = (unit: Unit, of: (edits: Edits) => number) => {
    const cell = (name: ContenderName) => {
      const found = measured.get(name);
      return values(unit, ...(found ? [of(found)] : []));
    };
    return { ours: cell('ours'), sdk: cell('sdk'), lro: cell('lro') };
  };
  const roundSeconds = (size.cards * MINUTE_MS) / EDITS_PER_MINUTE / 1000;
  const title = `${size.cards} running cards`;
  return [
    {
      what: `${title}: edits, as a share of the budget`,
      target: { text: '≥ 90 %', least: 90 },
      ...row('%', ({ shareOfBudget }) => shareOfBudget),
      bare: values('%', 100),
      sentence: `Slack takes 50 edits a minute of an app; counted over ${size.measureMs / 1000} s, after as long a warm-up, with a new state to show for every card at every read.`,
    },
    {
      what: `${title}: calls refused with 429`,
      target: { text: '0', most: 0 },
      ...row('', ({ refused }) => refused),
      sentence: 'In the same time. A refused call makes Slack’s client wait with everything else.',
    },
    {
      what: `${title}: oldest state shown`,
      target: { text: `≤ ${Math.round(1.3 * roundSeconds)} s`, most: 1.3 * roundSeconds },
      ...row('s', ({ oldestMs }) => oldestMs / 1000),
      bare: values('s', roundSeconds),
      sentence: `The longest that a card went without an edit. In turn, each is due every ${roundSeconds} s (1.2 s a card).`,
    },
    {
      what: `${title}: longest wait ÷ mean wait`,
      target: { text: '≤ 1.5', most: 1.5 },
      ...row('×', ({ fairness }) => fairness),
      bare: values('×', 1),
      sentence: 'Fairness: 1 would be that all wait equally long.',
    },
  ];
}
