import { setTimeout as delay } from 'node:timers/promises';
import { type Cell, type Row, values, word } from '../figures/row.ts';
import { median, most } from '../figures/statistics.ts';
import { type Burst, measureBurst } from '../measure/measure-digests.ts';
import { CONTENDERS, type ContenderName, startContender } from '../world/contender.ts';
import type { Part, Plan } from './plan.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

interface Size {
  readonly live: number;
  readonly failing: number;
  readonly intervalMs: number;
  readonly withinMs: number;
}

const FULL: Size = { live: 1000, failing: 200, intervalMs: 15_000, withinMs: 6 * MINUTE_MS };
const QUICK: Size = { live: 200, failing: 30, intervalMs: 5000, withinMs: 40_000 };

type Bursts = Readonly<Record<ContenderName, readonly Burst[]>>;

/** Many operations fail at one moment, and Slack's limits are what they are. */
export const digests: Part = async (plan) => {
  const size = plan.isQuick ? QUICK : FULL;
  const bursts: Record<ContenderName, Burst[]> = { ours: [], sdk: [], lro: [] };
  for (let run = 0; run < plan.runs; run++) {
    // At the same time, each in a world of its own: they wait for Slack, not for the processor.
    await Promise.all(
      CONTENDERS.map(async (name) => {
        bursts[name].push(await burstOf(name, size, plan));
      }),
    );
  }
  return { rows: rowsOf(bursts, size) };
};

/** @param size how many watches run, and how many of them fail */
export async function burstOf(name: ContenderName, size: Size, plan: Plan): Promise<Burst> {
  const contender = await startContender(name, {
    subscriptions: 40,
    channels: 20,
    intervalMs: size.intervalMs,
    watches: size.live,
    durationMs: 24 * HOUR_MS,
  });
  try {
    // Everybody has read everything once.
    await delay(size.intervalMs + 5000);
    const measured = await measureBurst(contender, size.failing, size.withinMs);
    plan.say(
      `burst of ${size.failing} in ${size.live}, ${name}: ${JSON.stringify(summary(measured))}`,
    );
    return measured;
  } finally {
    await contender.stop();
  }
}

function summary({ delaysMs, ...rest }: Burst) {
  return {
    ...rest,
    unnamed: unnamedOf({ delaysMs }),
    medianMs: median(delaysMs),
    lastMs: most(delaysMs),
  };
}

function rowsOf(bursts: Bursts, { live, failing, intervalMs, withinMs }: Size): readonly Row[] {
  const row = (of: (burst: Burst) => number) => ({
    ours: values('', ...bursts.ours.map(of)),
    sdk: values('', ...bursts.sdk.map(of)),
    lro: values('', ...bursts.lro.map(of)),
  });
  const promisedSeconds = intervalMs / 1000 + 5;
  return [
    {
      what: `burst: ${failing} of ${live} fail; all named after`,
      target: { text: `≤ ${promisedSeconds} s`, most: promisedSeconds },
      ours: lastNamed(bursts.ours, withinMs),
      bare: values('s', intervalMs / 1000),
      sdk: lastNamed(bursts.sdk, withinMs),
      lro: lastNamed(bursts.lro, withinMs),
      sentence: `From the moment that Azure says so until the last of them is named in a message of the on-call channel. A reader that told everything at once would need one interval (${intervalMs / 1000} s); one message a failure, at Slack’s one a second, needs ${failing - 8} s. The peers edit cards too, and Slack’s client, when refused, waits with everything: with so many cards that is most of their time.`,
    },
    {
      what: 'burst: half of them named after',
      ours: halfNamed(bursts.ours, withinMs),
      sdk: halfNamed(bursts.sdk, withinMs),
      lro: halfNamed(bursts.lro, withinMs),
      sentence: 'The median; of those that were never named it counts as for ever.',
    },
    {
      what: 'burst: messages in the on-call channel',
      target: { text: '≤ 15', most: 15 },
      ...row(({ messages }) => messages),
      sentence: 'New messages in the channel itself; edits and threads do not count.',
    },
    {
      what: 'burst: messages that mention somebody',
      target: { text: '1', most: 1 },
      ...row(({ mentions }) => mentions),
      sentence: 'How often somebody’s telephone rings.',
    },
    {
      what: 'burst: calls refused with 429',
      target: { text: '0', most: 0 },
      ...row(({ refused }) => refused),
      sentence: 'All methods together, from the failure until 5 s after the last name.',
    },
    {
      what: 'burst: acknowledgement shown after',
      target: { text: '≤ 3 s', most: 3 },
      ours: acknowledged(bursts.ours),
      sdk: word('not there'),
      lro: word('not there'),
      sentence:
        'From pressing Acknowledge on the newest message that has it until that message is edited.',
    },
  ];
}

/** How many were not named in time. */
function unnamedOf({ delaysMs }: Pick<Burst, 'delaysMs'>): number {
  return delaysMs.filter((delayMs) => !Number.isFinite(delayMs)).length;
}

function lastNamed(bursts: readonly Burst[], withinMs: number): Cell {
  const unnamed = bursts.map(unnamedOf).filter((count) => count > 0);
  return unnamed.length === 0
    ? values('s', ...bursts.map(({ delaysMs }) => most(delaysMs) / 1000))
    : word(`${median(unnamed)} not named after ${withinMs / 1000} s`);
}

function halfNamed(bursts: readonly Burst[], withinMs: number): Cell {
  const medians = bursts.map(({ delaysMs }) => median(delaysMs) / 1000);
  return medians.every(Number.isFinite)
    ? values('s', ...medians)
    : word(`not after ${withinMs / 1000} s`);
}

function acknowledged(bursts: readonly Burst[]): Cell {
  const times = bursts.map(({ acknowledgedMs }) => acknowledgedMs).filter((ms) => ms !== undefined);
  return times.length === 0 ? word('not there') : values('s', ...times.map((ms) => ms / 1000));
}
