import { styleText } from 'node:util';
import { backupStory } from './azure/backup-story.ts';
import { failingStory } from './azure/failing-story.ts';
import { importStory } from './azure/import-story.ts';
import { serverId } from './azure/server-id.ts';
import type { SimulatedOperation } from './azure/simulated-operation.ts';
import { createNarrator, isOfRunning } from './terminal/narrator.ts';
import { startWorld, type World } from './world.ts';

const DBA = 'C0DBA';
const ONCALL = 'C0ONCALL';
const ALICE = 'U0ALICE';
const GIB = 2 ** 30;
const ENDS_WITHIN_MS = 110_000;

/** One operation: hours in Azure, seconds here. */
function startOperations({
  azure,
}: World): readonly { operation: SimulatedOperation; label: string }[] {
  const on = (server: string) => ({ resourceId: serverId(azure.subscriptionId, server) });
  return [
    {
      label: 'nightly full backup',
      operation: azure.operation({
        script: backupStory({ totalBytes: 10 * GIB, durationMs: 40_000, ...on('orders-prod') }),
      }),
    },
    {
      label: 'copy for staging',
      operation: azure.operation({
        location: 'West Europe',
        script: importStory({ durationMs: 50_000, ...on('orders-staging') }),
      }),
    },
    {
      label: 'billing export',
      operation: azure.operation({
        script: failingStory({ totalBytes: 64 * GIB, durationMs: 50_000, ...on('billing-prod') }),
      }),
    },
  ];
}

/** Watches three operations to their end, as somebody in Slack would, and tells what Slack shows. */
async function run(world: World): Promise<void> {
  const { slack } = world;
  slack.onChange(createNarrator({ users: slack.users, channels: slack.channels() }, print));
  for (const { operation, label } of startOperations(world)) {
    const text = `watch ${operation.asyncOperationUrl} as ${label}`;
    const shown = text.replace(/\?\S+/, `?…${styleText('dim', '(3 KB of signature)')}`);
    print(`\n${styleText('green', `@alice in #dba: /mysqlop ${shown}`)}`);
    await slack.command({ channel: DBA, user: ALICE, text });
  }
  print('');
  await slack.until(
    () =>
      slack.messages(ONCALL).length > 0 && allCardsEnded(world) && slack.messages(DBA).length === 3,
    { timeoutMs: ENDS_WITHIN_MS, what: 'the end of all three operations' },
  );
}

/** A card that has ended is drawn as such, and its thread says how it ended. */
function allCardsEnded({ slack }: World): boolean {
  return slack.messages(DBA).every((card) => {
    const told = slack.thread(DBA, card.ts).at(-1)?.text ?? '';
    return !isOfRunning(card) && /succeeded|failed|canceled/.test(told);
  });
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Three operations in the terminal: it ends by itself, and leaves its exit code in `process`. */
export async function runScript(): Promise<void> {
  print(
    'A simulated Azure, a simulated Slack, a Redis, and the real bot. Three operations take their course:\n' +
      'a backup, an import and one that fails. It takes a minute and ends by itself; Ctrl-C ends it sooner.',
  );

  let stopping = false;
  const starting = startWorld({
    locations: ['East US', 'West Europe'],
    oncallChannel: ONCALL,
    settings: { ONCALL_MENTION: 'S0DBAS', POLL_MIN: '1s', POLL_MAX: '2s', LOG_LEVEL: 'warn' },
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (stopping) return;
      stopping = true;
      print('\nStopping …');
      // What is only half started has to be waited for, or it would be left behind.
      void starting
        .then(
          (world) => world.stop(),
          () => undefined,
        )
        .then(() => process.exit(130));
    });
  }

  try {
    const world = await starting;
    try {
      await run(world);
      print(
        '\nAll three have ended: one succeeded backup, one succeeded import, one failure on call.',
      );
    } finally {
      if (!stopping) await world.stop();
    }
  } catch (error) {
    if (!stopping) {
      process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
      process.exitCode = 1;
    }
  }
}
