import { expect, vi } from 'vitest';
import {
  canceledOperation,
  failedOperation,
  succeededOperation,
} from '../../../src/sandbox/azure/ended-operation.ts';
import { inProgressBackup } from '../../../src/sandbox/azure/in-progress-backup.ts';
import type { SimulatedOperation } from '../../../src/sandbox/azure/simulated-operation.ts';
import type { SimulatedMessage } from '../../../src/sandbox/slack/state/message.ts';
import { cardsOf, untilCard } from '../../e2e/cards.ts';
import { DBA, ONCALL, type TestWorld } from '../../e2e/start-test-world.ts';

const STARTED = Date.now() - 3_600_000;
const ENDED = { startTime: STARTED, endTime: STARTED + 3_600_000 };
const RUNNING = {
  kind: 'ok',
  body: inProgressBackup({ percent: 40, doneBytes: 4, totalBytes: 10, startTime: STARTED }),
} as const;
const ENDINGS = {
  succeeded: succeededOperation(ENDED),
  canceled: canceledOperation(ENDED),
  failed: failedOperation({ ...ENDED, error: { code: 'Internal', message: 'Broken.' } }),
} as const;
/** What was under way when Redis failed may have to wait until its lock and its lease have run out. */
const TOLD_WITHIN_MS = 45_000;
type Ending = keyof typeof ENDINGS;

interface Watched {
  readonly operation: SimulatedOperation;
  readonly card: SimulatedMessage;
  readonly ending: Ending;
}

/** Has a handful of operations watched. Each ends in its own way, when it is told to; only one of them fails. */
export async function watchOperations(world: TestWorld) {
  const [running, ...others] = await Promise.all(
    (['succeeded', 'succeeded', 'canceled', 'failed'] as const).map(watch),
  );

  async function watch(ending: Ending): Promise<Watched> {
    const operation = world.azure.operation({ script: () => RUNNING });
    await vi.waitFor(
      async () =>
        expect(await world.ask(`watch ${operation.progressUrl}`)).toMatch(/Watching|being watched/),
      { timeout: 20_000 },
    );
    const card = await untilCard(world, DBA, operation, /40 %/);
    return { operation, card, ending };
  }

  const all = () => (running ? [running, ...others] : others);
  const end = ({ operation, ending }: Watched) =>
    operation.set({ kind: 'ok', body: ENDINGS[ending] });

  async function untilTold({ operation, card, ending }: Watched): Promise<void> {
    const told = endingWords(ending);
    await untilCard(world, DBA, operation, told, TOLD_WITHIN_MS);
    const isTold = () =>
      world.slack.thread(DBA, card.ts).some(({ text }) => told.test(text)) &&
      (ending !== 'failed' || alertsOf(world, operation).length > 0);
    await world.slack.until(isTold, { timeoutMs: TOLD_WITHIN_MS, what: `the end, ${ending}` });
  }

  return {
    /** One that still runs when the others have ended. */
    running,
    endOthers: () => others.forEach(end),
    endLast: () => running && end(running),
    untilOthersTold: async () => void (await Promise.all(others.map(untilTold))),
    untilLastTold: async () => running && (await untilTold(running)),

    /** What was told too often or not at all: nothing, if all is well. */
    wronglyTold(): readonly string[] {
      return all().flatMap(({ operation, card, ending }) => {
        const cards = cardsOf(world, DBA, operation).length;
        const notes = world.slack
          .thread(DBA, card.ts)
          .filter(({ text }) => endingWords(ending).test(text)).length;
        const alerts = alertsOf(world, operation).length;
        const wanted = ending === 'failed' ? 1 : 0;
        return [
          ...(cards === 1 ? [] : [`${ending}: ${cards} cards`]),
          ...(notes === 1 ? [] : [`${ending}: its end noted ${notes} times`]),
          ...(alerts === wanted ? [] : [`${ending}: ${alerts} alerts`]),
        ];
      });
    },
  };
}

function alertsOf(world: TestWorld, { operationId }: SimulatedOperation) {
  return world.slack
    .messages(ONCALL)
    .filter(({ blocks }) => JSON.stringify(blocks).includes(operationId));
}

/** `failed at 40 % after 1 h`, without how far it came. */
function endingWords(ending: Watched['ending']): RegExp {
  return new RegExp(` ${ending}(?: at \\d+ %)? after`);
}
