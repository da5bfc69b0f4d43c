import { Redis } from 'ioredis';
import { failedOperation } from '../../../src/sandbox/azure/ended-operation.ts';
import { inProgressBackup } from '../../../src/sandbox/azure/in-progress-backup.ts';
import { startWorld, type World } from '../../../src/sandbox/world.ts';
import { type Row, values } from '../figures/row.ts';
import { percentile } from '../figures/statistics.ts';
import { ONCALL } from '../world/bench-world.ts';
import type { Part } from './plan.ts';

const DBA = 'C0DBA';

interface Latencies {
  readonly acknowledged: number[];
  readonly cardVisible: number[];
  readonly alerted: number[];
}

/**
 * How long people wait while little happens: from the command to the visible card, and from the read
 * that saw Azure's `Failed` to the alert. Without Slack's limits, which one command never reaches.
 */
export const latencies: Part = async ({ isQuick }) => {
  const world = await startWorld({
    locations: ['East US'],
    limits: false,
    oncallChannel: ONCALL,
    way: 'node',
    settings: { POLL_MIN: '200ms', POLL_MAX: '200ms', SLACK_EDITS_PER_MINUTE: '6000' },
  });
  const redis = new Redis(world.redis.url);
  try {
    const measured: Latencies = { acknowledged: [], cardVisible: [], alerted: [] };
    for (let run = 0; run < (isQuick ? 15 : 100); run++) {
      await measure(world, measured);
      await calmDown(redis);
    }
    return { rows: rowsOf(measured) };
  } finally {
    redis.disconnect();
    await world.stop();
  }
};

/** As if nothing had happened for minutes: what comes too soon is held back, or told with others. */
async function calmDown(redis: Redis): Promise<void> {
  const spent = await redis.keys('{mysqlop}:budget:*');
  const bursts = await redis.keys('{mysqlop}:burst:*');
  if (spent.length > 0) await redis.del(...spent, ...bursts);
}

async function measure({ azure, slack }: World, result: Latencies): Promise<void> {
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

function rowsOf({ acknowledged, cardVisible, alerted }: Latencies): readonly Row[] {
  const row = (what: string, measured: readonly number[], sentence: string): Row => ({
    what: `${what}, p99 of ${measured.length}`,
    ours: values('ms', percentile(measured, 0.99)),
    sentence: `${sentence} The median was ${Math.round(percentile(measured, 0.5))} ms.`,
  });
  return [
    row(
      'idle: command acknowledged',
      acknowledged,
      'While nothing else happens, one process that does everything.',
    ),
    row('idle: card visible', cardVisible, 'From the command until the card stands.'),
    row(
      'idle: alert posted',
      alerted,
      'From Azure’s first answer that says “Failed” until the message in the on-call channel.',
    ),
  ];
}
