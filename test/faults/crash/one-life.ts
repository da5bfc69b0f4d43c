import { expect } from 'vitest';
import {
  type SimulatedPagerDuty,
  startSimulatedPagerDuty,
} from '../../../src/sandbox/pager/simulated-pager-duty.ts';
import type { SnapshotReading } from '../../../src/watch/reading.ts';
import { type Bench, DBA, FALLBACK, ONCALL, startBench } from '../bench.ts';
import type { Crash, Part, Step } from './crash-point.ts';
import { runWatchedProcess } from './watched-process.ts';

/** Azure answers. */
export function seen(status: string, percent: number): SnapshotReading {
  const message = 'It broke at some place. '.repeat(100);
  const error = status === 'Failed' ? [{ depth: 0, code: 'Broken', message }] : undefined;
  return {
    kind: 'snapshot',
    snapshot: { status, percent, work: { kind: 'other' }, steps: [], error },
    trace: {},
  };
}

const READINGS = [seen('InProgress', 10), seen('InProgress', 60), seen('Failed', 60)] as const;

/** What goes wrong in Slack besides. Undone when another process takes over, where that is said. */
interface Circumstance {
  readonly arrange: (bench: Bench) => () => void;
  readonly ending: 'in the thread' | 'in FALLBACK_CHANNEL';
  /** PagerDuty is called besides. */
  readonly isPaged?: true;
  /** Nobody looks after the alert, and its appointment is due at once. */
  readonly isReminded?: true;
}

const CIRCUMSTANCES = {
  'all goes well': { arrange: () => () => undefined, ending: 'in the thread' },
  "each post's first answer is lost": {
    arrange: ({ slack }) => {
      const lost = new Set<string>();
      return slack.fail({
        method: 'chat.postMessage',
        times: 1000,
        when: ({ metadata }) => {
          const id = JSON.stringify(metadata);
          if (lost.has(id)) return false;
          lost.add(id);
          return true;
        },
        with: { kind: 'carried-out-then-drop' },
      });
    },
    ending: 'in the thread',
  },
  'the channel is archived at the end': {
    arrange: ({ slack }) => {
      return slack.onChange(() => {
        const isOpen = slack.channels().some(({ id, isArchived }) => id === DBA && !isArchived);
        const card = slack.messages(DBA).at(0);
        const isPastMilestone = card && slack.thread(DBA, card.ts).length === 1;
        if (isOpen && isPastMilestone) slack.changeChannel(DBA, { isArchived: true });
      });
    },
    ending: 'in FALLBACK_CHANNEL',
  },
  'nobody looks after it': {
    arrange: () => () => undefined,
    ending: 'in the thread',
    isReminded: true,
  },
  'a pager is called as well': {
    arrange: () => () => undefined,
    ending: 'in the thread',
    isPaged: true,
  },
} as const satisfies Record<string, Circumstance>;

export type CircumstanceName = keyof typeof CIRCUMSTANCES;
export const CIRCUMSTANCE_NAMES = Object.keys(CIRCUMSTANCES) as readonly CircumstanceName[];

/** The steps of a whole life without a crash that belong to one part. */
export async function recordSteps(
  redisUrl: string,
  name: CircumstanceName,
  part: Part,
): Promise<readonly Step[]> {
  const bench = await begin(redisUrl, name);
  try {
    const steps = await runWatchedProcess(bench);
    await bench.untilAllIsDone();
    await expectAllTold(bench, name);
    return steps.filter(({ subject }) => subject.part === part);
  } finally {
    await bench.stop();
  }
}

/** A process crashes, another takes over, and people see what they would have seen without that. */
export async function crashAndTakeOver(
  redisUrl: string,
  name: CircumstanceName,
  step: Step,
  when: Crash['when'],
): Promise<void> {
  const bench = await begin(redisUrl, name);
  try {
    const taken = await runWatchedProcess(bench, { step: step.number, when });
    // Else the crash was at something else than the test says.
    expect(taken[step.number - 1]).toEqual(step);
    bench.mend();
    await bench.endLocks();
    const next = bench.startProcess();
    try {
      await untilReminded(bench, name);
      await bench.untilAllIsDone();
    } finally {
      await next.stop();
    }
    await expectAllTold(bench, name);
  } finally {
    await bench.stop();
  }
}

/** A life's bench, and the pager that is called, where one is. */
type LivedBench = Bench & { readonly pagerDuty: SimulatedPagerDuty | undefined };

async function begin(redisUrl: string, name: CircumstanceName) {
  const pagerDuty = 'isPaged' in CIRCUMSTANCES[name] ? await startSimulatedPagerDuty() : undefined;
  const bench = await startBench({
    redisUrl,
    ...(pagerDuty && { pagerDuty }),
    story: (reads) => READINGS[reads] ?? READINGS[2],
    fallbackChannel: FALLBACK,
    ...(isReminded(name) && { reminderPolicy: { afterMs: 1, times: 1, escalates: false } }),
  });
  const undo = CIRCUMSTANCES[name].arrange(bench);
  // An archived channel stays archived; answers are no longer lost.
  const mend = CIRCUMSTANCES[name].ending === 'in the thread' ? undo : () => undefined;
  const stop = async () => {
    await bench.stop();
    await pagerDuty?.close();
  };
  return { ...bench, mend, pagerDuty, stop };
}

function isReminded(name: CircumstanceName): boolean {
  return 'isReminded' in CIRCUMSTANCES[name];
}

/** Whoever takes over looks at the appointments once a second, and nothing is owed before. */
async function untilReminded({ slack }: Bench, name: CircumstanceName): Promise<void> {
  if (!isReminded(name)) return;
  await slack.until(() => slack.messages(ONCALL).length >= 2, {
    timeoutMs: 20_000,
    what: 'a reminder',
  });
}

async function expectAllTold(bench: LivedBench, name: CircumstanceName): Promise<void> {
  const { slack, pagerDuty } = bench;
  const endsInThread = CIRCUMSTANCES[name].ending === 'in the thread';
  const ended = expect.stringMatching(/^❌ .*failed/);
  const texts = (messages: readonly { readonly text: string }[]) =>
    messages.map(({ text }) => text);

  const cards = slack.messages(DBA);
  expect(texts(cards)).toEqual([
    endsInThread ? expect.stringMatching(/^❌ .*failed/) : expect.any(String),
  ]);
  expect(texts(slack.thread(DBA, cards[0]?.ts ?? ''))).toEqual([
    expect.stringMatching('past 50 %'),
    ...(endsInThread ? [ended] : []),
  ]);
  expect(texts(slack.messages(FALLBACK))).toEqual(endsInThread ? [] : [ended]);

  const alerts = slack.messages(ONCALL);
  expect(texts(alerts)).toEqual([
    expect.stringMatching(/^🚨 .*failed/),
    ...(isReminded(name) ? [expect.stringMatching(/^<!here> 🔔 Nobody looks after/)] : []),
  ]);
  expect(texts(slack.thread(ONCALL, alerts[0]?.ts ?? ''))).toEqual([
    expect.stringContaining('whole error'),
  ]);
  if (pagerDuty) expect(pagerDuty.calls).toHaveLength(1);
  await expectNothingLeft(bench);
}

/** Only what the history keeps, what BullMQ keeps of its queues as such, and what memory notes of itself. */
async function expectNothingLeft({ redis, id }: Bench): Promise<void> {
  const [hash] = id.split('-');
  const kept = [`{mysqlop}:watch:${id}`, `{mysqlop}:epoch:${hash}`];
  const ofQueues =
    /^\{mysqlop\}:(?:watches|posts):(?:meta|events|id|marker|stalled-check|limiter|pc)$/;
  const ofMemory = /^\{mysqlop\}:(?:memory|marks)$/;
  // What was spent lately, and when on-call was last called.
  const ending = /^\{mysqlop\}:(?:(?:budget|burst|digest|reminder):|edit-(?:pace|askers)$)/;
  const keys = await redis.keys('*');
  // What has ended and is still kept, for lists and history, and what on-call may be called for again.
  const ofEnded = /^\{mysqlop\}:(?:ended|untaken|appointments|care-changed)$/;
  const stays = (key: string) => [ofQueues, ofMemory, ofEnded].some((each) => each.test(key));
  const others = keys.filter((key) => !kept.includes(key) && !stays(key));
  expect(others.filter((key) => !ending.test(key))).toEqual([]);
  // One that has ended meanwhile is as good.
  for (const key of others) expect(await redis.pttl(key)).not.toBe(-1);
  for (const key of kept) expect(await redis.pttl(key)).toBeGreaterThan(0);
  const fields = await redis.hgetall(kept[0] ?? '');
  expect(fields).toMatchObject({ owed: '0' });
  expect(Object.keys(fields).filter((field) => /^(?:post|route):/.test(field))).toEqual([]);
}
