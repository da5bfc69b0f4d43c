// How long people wait: from the command to the visible card, and from the read that saw Azure's
// `Failed` to the alert. Real processes, a real Redis, simulated Azure and Slack on loopback.
import { failedOperation } from '../../src/sandbox/azure/ended-operation.ts';
import { inProgressBackup } from '../../src/sandbox/azure/in-progress-backup.ts';
import { startWorld, type World } from '../../src/sandbox/world.ts';

const RUNS = 100;
const DBA = 'C0DBA';
const ONCALL = 'C0ONCALL';

interface Latencies {
  readonly acknowledged: number[];
  readonly cardVisible: number[];
  readonly alerted: number[];
}

async function measure(world: World, result: Latencies): Promise<void> {
  const { azure, slack } = world;
  const startTime = Date.now();
  const operation = azure.operation({
    script: () => ({
      kind: 'ok',
      body: inProgressBackup({ percent: 10, doneBytes: 1, totalBytes: 10, startTime }),
    }),
  });
  const cards = slack.messages(DBA).length;
  const alerts = slack.messages(ONCALL).length;

  const asked = performance.now();
  const visible = slack.until(() => slack.messages(DBA).length > cards);
  const command = { channel: DBA, user: 'U0ALICE', text: `watch ${operation.asyncOperationUrl}` };
  result.acknowledged.push((await slack.command(command)).ackedAfterMs);
  await visible;
  result.cardVisible.push(performance.now() - asked);

  let sawFailure: number | undefined;
  operation.set(() => {
    sawFailure ??= performance.now();
    const error = { code: 'Broken', message: 'It broke.' };
    return { kind: 'ok', body: failedOperation({ startTime, endTime: startTime + 1, error }) };
  });
  await slack.until(() => slack.messages(ONCALL).length > alerts, { timeoutMs: 15_000 });
  if (sawFailure === undefined) throw new Error('An alert came without a read that saw a failure');
  result.alerted.push(performance.now() - sawFailure);
}

function row(what: string, values: readonly number[]): string {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number) =>
    `${Math.round(sorted[Math.ceil(share * sorted.length) - 1] ?? 0)} ms`.padStart(8);
  return `${what.padEnd(48)}${at(0.5)}${at(0.99)}${at(1)}`;
}

const world = await startWorld({
  locations: ['East US'],
  limits: false,
  oncallChannel: ONCALL,
  settings: { POLL_MIN: '200ms', POLL_MAX: '200ms', SLACK_EDITS_PER_MINUTE: '6000' },
});
try {
  const result: Latencies = { acknowledged: [], cardVisible: [], alerted: [] };
  for (let run = 0; run < RUNS; run++) await measure(world, result);
  const lines = [
    `${`${RUNS} runs`.padEnd(48)}${'p50'.padStart(8)}${'p99'.padStart(8)}${'most'.padStart(8)}`,
    row('command -> acknowledged', result.acknowledged),
    row('command -> card visible', result.cardVisible),
    row('read that saw Failed -> alert posted', result.alerted),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
} finally {
  await world.stop();
}
