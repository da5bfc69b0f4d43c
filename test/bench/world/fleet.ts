import type { JsonObject } from '../../../src/sandbox/azure/answer.ts';
import { failedOperation } from '../../../src/sandbox/azure/ended-operation.ts';
import { inProgressBackup } from '../../../src/sandbox/azure/in-progress-backup.ts';
import { serverId } from '../../../src/sandbox/azure/server-id.ts';
import { STORAGE_ERROR } from '../../../src/sandbox/azure/storage-error.ts';
import type { BenchWorld } from './bench-world.ts';
import { LOCATION } from './bench-world.ts';

const TOTAL_BYTES = 9e11;
const HOUR_MS = 3_600_000;

/** One operation that runs, and where its card stands. */
export interface FleetMember {
  readonly operationId: string;
  readonly subscriptionId: string;
  readonly location: string;
  /** A name that no other has, to recognise the operation by in what Slack shows. */
  readonly server: string;
  readonly channel: string;
  /** The card, which stands there already. */
  readonly cardTs: string;
  /** What Azure answers at this moment. */
  body(): JsonObject;
  /** From now on Azure says that it has failed. */
  fail(): void;
}

/**
 * Registers operations that run for as long as anybody looks. They stand anywhere between 5 and 85 %,
 * as those of a busy day do.
 *
 * @param durationMs of each from 0 to 100 %. Default: two days, or notes of 25 % would use up what Slack lets be posted
 */
export function createFleet(
  { azure, slack, subscriptions, channels }: BenchWorld,
  count: number,
  durationMs = 48 * HOUR_MS,
): readonly FleetMember[] {
  return Array.from({ length: count }, (_, at) => {
    const server = serverName(at);
    const subscriptionId = subscriptions[at % subscriptions.length] ?? '';
    const channel = channels[at % channels.length] ?? '';
    const resourceId = serverId(subscriptionId, server);
    // By the golden ratio: neighbours differ, and all together cover the range evenly.
    const beganMs = Date.now() - (0.05 + 0.8 * ((at * 0.618034) % 1)) * durationMs;
    let failedAt: number | undefined;

    const body = () => {
      if (failedAt !== undefined) {
        const ended = { startTime: beganMs, endTime: failedAt, resourceId };
        return failedOperation({ ...ended, error: STORAGE_ERROR });
      }
      const share = Math.min(0.999, (Date.now() - beganMs) / durationMs);
      return inProgressBackup({
        percent: share * 100,
        doneBytes: share * TOTAL_BYTES,
        totalBytes: TOTAL_BYTES,
        startTime: beganMs,
        resourceId,
      });
    };
    const { operationId } = azure.operation({
      subscriptionId,
      location: LOCATION,
      script: () => ({ kind: 'ok', body: body() }),
    });
    const { ts: cardTs } = slack.postedEarlier({
      channel,
      text: `Backup of ${server}`,
      blocks: [],
    });
    return {
      operationId,
      subscriptionId,
      location: LOCATION,
      server,
      channel,
      cardTs,
      body,
      fail: () => {
        failedAt = Date.now();
      },
    };
  });
}

function serverName(at: number): string {
  return `mysql-${String(at).padStart(5, '0')}`;
}

/** The servers that a text names. */
export function serversIn(text: string): readonly string[] {
  return text.match(/\bmysql-\d{5}\b/g) ?? [];
}
