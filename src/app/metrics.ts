import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { ReadRound } from '../watch/read-round.ts';

/** What is counted when somebody asks, out of Redis. */
export interface MetricSources {
  /** Live watches by what they are: `running`, and each condition that stands. */
  readonly watches: () => Promise<ReadonlyMap<string, number>>;
  /** Values in Redis that can't be read. */
  readonly unreadable: () => Promise<{ readonly length: number }>;
  /** How long it takes to read all live watches of each subscription once. */
  readonly rounds: () => Promise<readonly ReadRound[]>;
  /** Posts that are owed to Slack or to pagers, and destinations that could be told nowhere. */
  readonly outbox: () => Promise<{ readonly items: number; readonly stuck: number }>;
  /** For how many milliseconds each message that calls on-call has waited for somebody to look after it. */
  readonly untaken: () => Promise<readonly number[]>;
  /** For how many milliseconds each pager has taken nothing of what it is owed. */
  readonly silentPagers: () => Promise<ReadonlyMap<string, number>>;
}

/** The process's metrics, in Prometheus' terms. */
export interface Metrics {
  read(outcome: string, tookMs: number, lagMs: number): void;
  told(what: string, lagMs: number, alertCause: string | undefined): void;
  slackCalled(method: string, outcome: string): void;
  paged(pager: string, action: string, outcome: string): void;
  reminded(escalates: boolean): void;
  acknowledged(afterMs: number): void;
  /** The API has answered a request. @param status of HTTP */
  apiAnswered(status: number, tookMs: number): void;
  /** The text format of Prometheus. */
  text(): Promise<string>;
}

const SECONDS = [0.005, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60, 300];

/** A reminder comes after minutes, a night has hours. */
const WAITED_SECONDS = [30, 60, 120, 300, 600, 1200, 1800, 3600, 7200, 14_400, 28_800, 86_400];
/** The ages of alerts that nobody looks after, each up to so many minutes. */
const AGES = [
  ['under-10m', 10],
  ['under-1h', 60],
  ['under-8h', 480],
  ['older', Number.POSITIVE_INFINITY],
] as const;

/** Creates the metrics that `/metrics` shows, Node's own among them. */
export function createMetrics(sources: MetricSources): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });

  const reads = new Counter({
    name: 'mysqlop_reads_total',
    help: 'Reads of operations, by outcome.',
    labelNames: ['outcome'],
    registers,
  });
  const readSeconds = new Histogram({
    name: 'mysqlop_read_seconds',
    help: 'How long a read took.',
    buckets: SECONDS,
    registers,
  });
  const readLag = new Histogram({
    name: 'mysqlop_read_lag_seconds',
    help: 'How long after its time a read began.',
    buckets: SECONDS,
    registers,
  });
  const slackCalls = new Counter({
    name: 'mysqlop_slack_calls_total',
    help: 'Calls of Slack, by method and outcome.',
    labelNames: ['method', 'outcome'],
    registers,
  });
  const deliveryLag = new Histogram({
    name: 'mysqlop_delivery_lag_seconds',
    help: 'From a change until Slack had accepted it.',
    labelNames: ['kind'],
    buckets: SECONDS,
    registers,
  });
  const alerts = new Counter({
    name: 'mysqlop_alerts_total',
    help: 'Alerts told, by cause.',
    labelNames: ['cause'],
    registers,
  });
  const pagerEvents = new Counter({
    name: 'mysqlop_pager_events_total',
    help: 'What pagers were told, by action and outcome.',
    labelNames: ['pager', 'action', 'outcome'],
    registers,
  });
  const pagerSilence = new Gauge({
    name: 'mysqlop_pager_silent_seconds',
    help: 'For how long a pager has taken nothing of what it is owed.',
    labelNames: ['pager'],
    registers,
  });
  const reminders = new Counter({
    name: 'mysqlop_reminders_total',
    help: 'How often on-call was called again, or others in its place.',
    labelNames: ['kind'],
    registers,
  });
  const acknowledgeSeconds = new Histogram({
    name: 'mysqlop_acknowledge_seconds',
    help: 'From when on-call was called until somebody looked after it.',
    buckets: WAITED_SECONDS,
    registers,
  });
  const untaken = new Gauge({
    name: 'mysqlop_alerts_untaken',
    help: 'Messages that call on-call and that nobody looks after, by age.',
    labelNames: ['age'],
    registers,
  });
  const watches = new Gauge({
    name: 'mysqlop_watches',
    help: 'Live watches: all that run, and those with a condition.',
    labelNames: ['state'],
    registers,
  });
  const readRound = new Gauge({
    name: 'mysqlop_read_round_seconds',
    help: 'How long it takes to read all live watches of a subscription once.',
    labelNames: ['subscription'],
    registers,
  });
  const outboxItems = new Gauge({
    name: 'mysqlop_outbox_items',
    help: 'Posts that are owed to Slack, or to pagers.',
    registers,
  });
  const outboxStuck = new Gauge({
    name: 'mysqlop_outbox_stuck',
    help: 'Destinations whose next post no place, or a pager, takes.',
    registers,
  });

  const unreadable = new Gauge({
    name: 'mysqlop_unreadable_values',
    help: "Values in Redis that can't be read: set aside, or left alone.",
    registers,
  });

  async function count(): Promise<void> {
    const [states, rounds, outbox, unread, waiting, silences] = await Promise.all([
      sources.watches(),
      sources.rounds(),
      sources.outbox(),
      sources.unreadable(),
      sources.untaken(),
      sources.silentPagers(),
    ]);
    for (const [age] of AGES) untaken.set({ age }, 0);
    for (const ms of waiting) {
      const [age = 'older'] = AGES.find(([, minutes]) => ms < minutes * 60_000) ?? [];
      untaken.inc({ age });
    }
    watches.reset();
    for (const [state, number] of states) watches.set({ state }, number);
    readRound.reset();
    for (const { subscriptionId: subscription, ms } of rounds) {
      readRound.set({ subscription }, ms / 1000);
    }
    for (const [pager, ms] of silences) pagerSilence.set({ pager }, ms / 1000);
    outboxItems.set(outbox.items);
    outboxStuck.set(outbox.stuck);
    unreadable.set(unread.length);
  }

  const apiSeconds = new Histogram({
    name: 'mysqlop_api_seconds',
    help: 'How long the API took for an answer, by its status.',
    labelNames: ['status'],
    buckets: SECONDS,
    registers,
  });
  return {
    read(outcome, tookMs, lagMs) {
      reads.inc({ outcome });
      readSeconds.observe(tookMs / 1000);
      readLag.observe(Math.max(0, lagMs) / 1000);
    },
    told(what, lagMs, alertCause) {
      deliveryLag.observe({ kind: what }, Math.max(0, lagMs) / 1000);
      if (alertCause !== undefined) alerts.inc({ cause: alertCause });
    },
    slackCalled: (method, outcome) => slackCalls.inc({ method, outcome }),
    reminded: (escalates) => reminders.inc({ kind: escalates ? 'escalated' : 'again' }),
    acknowledged: (afterMs) => acknowledgeSeconds.observe(Math.max(0, afterMs) / 1000),
    apiAnswered: (status, tookMs) => apiSeconds.observe({ status }, tookMs / 1000),
    paged: (pager, action, outcome) => pagerEvents.inc({ pager, action, outcome }),
    async text() {
      // First, and not in each gauge's own `collect`: these are read side by side.
      await count();
      return await registry.metrics();
    },
  };
}
