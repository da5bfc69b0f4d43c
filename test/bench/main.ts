// How the bot stands up to load, beside its targets, the servers' limits, and what people would use
// instead. See docs/benchmarks.md.
import { readFileSync, writeFileSync } from 'node:fs';
import * as v from 'valibot';
import { BENCH_USAGE, type PartName, parseBenchArguments } from './bench-arguments.ts';
import { renderChart } from './figures/chart.ts';
import { BenchRecord, merged } from './figures/record.ts';
import { renderDocument } from './figures/render-document.ts';
import { renderText } from './figures/render-table.ts';
import { busyCores } from './measure/busy-cores.ts';
import { describeMachine } from './measure/describe-machine.ts';
import { alertChart } from './parts/alert-chart.ts';
import { api } from './parts/api.ts';
import { digests } from './parts/digests.ts';
import { edits } from './parts/edits.ts';
import { fairness } from './parts/fairness.ts';
import { latencies } from './parts/latencies.ts';
import type { Part, Plan } from './parts/plan.ts';
import { scale } from './parts/scale.ts';
import { shell } from './parts/shell.ts';
import { throughput } from './parts/throughput.ts';

const PARTS: Readonly<Record<PartName, Part>> = {
  latencies,
  throughput,
  scale,
  digests,
  edits,
  fairness,
  shell,
  api,
  chart: alertChart,
};
/** They wait for Slack's limits nearly all the time, and leave the processor to each other. */
const PATIENT: ReadonlySet<PartName> = new Set(['digests', 'edits', 'fairness']);

/** A part a line. */
const DATA = new URL('../../docs/benchmarks.jsonl', import.meta.url);
const DOCUMENT = new URL('../../docs/benchmarks.md', import.meta.url);
/** Less than this is what any machine does by itself. */
const QUIET_CORES = 0.2;
const CHART_PATH = 'images/alert-delay.svg';

const order = parseBenchArguments(process.argv.slice(2));
if (order.kind === 'unknown') {
  process.stderr.write(`${order.problem}\n${BENCH_USAGE}\n`);
  process.exit(2);
}
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(130));
const plan: Plan = { ...order, say: (line) => process.stderr.write(`${line}\n`) };
const machine = await describeMachine();
const othersCores = Math.round(10 * (await busyCores())) / 10;
if (othersCores > QUIET_CORES) {
  plan.say(
    `Other programs use ${othersCores} cores of this machine: the figures will be worse than need be.`,
  );
}
const date = new Date().toISOString().slice(0, 10);
const { isQuick } = plan;

async function run(part: PartName) {
  const { rows, chart } = await PARTS[part](plan);
  return { part, date, isQuick, machine, othersCores, rows: [...rows], ...(chart && { chart }) };
}

/**
 * What takes all of the processor alone, one part after the other; then what waits for Slack, together,
 * and where it is to be quick beside the part that leaves most of the processor free.
 */
async function runAll(parts: readonly PartName[]): Promise<BenchRecord> {
  const along = (name: PartName) => PATIENT.has(name) || (isQuick && name === 'scale');
  const alone: BenchRecord = [];
  for (const part of parts.filter((name) => !along(name))) alone.push(await run(part));
  return [...alone, ...(await Promise.all(parts.filter(along).map(run)))];
}

const measured = await runAll(order.parts);
process.stdout.write(`${machine}\n${renderText(measured.flatMap(({ rows }) => rows))}\n`);
if (order.writes) write(measured);

function write(anew: BenchRecord): void {
  const record = merged(lastRecord(), anew);
  writeFileSync(DATA, record.map((part) => `${JSON.stringify(part)}\n`).join(''));
  writeFileSync(DOCUMENT, renderDocument(record, CHART_PATH));
  const chart = record.find((part) => part.chart)?.chart;
  if (chart) writeFileSync(new URL(CHART_PATH, DOCUMENT), renderChart(chart));
}

function lastRecord(): BenchRecord {
  try {
    const lines = readFileSync(DATA, 'utf8').trimEnd().split('\n');
    return v.parse(v.pipe(v.array(v.pipe(v.string(), v.parseJson())), BenchRecord), lines);
  } catch {
    return [];
  }
}
