import { setTimeout as delay } from 'node:timers/promises';
import { startProxy } from '../../../redis/servers/start-proxy.ts';
import { startReplicaPair } from '../../../redis/servers/start-replica-pair.ts';
import type { RunningServer } from '../../../redis/servers/start-server.ts';
import { untilAsked } from '../../../redis/servers/until-asked.ts';
import type { FailoverKind } from '../plan/fleet-acts.ts';

/** A primary and its replica under one name. Whatever befalls them, nothing that was acknowledged is lost. */
export interface ReplicatedRedis {
  /** The name, which moves at a failover; connections stay where they are. */
  readonly url: string;
  /** Ends the primary by SIGKILL, and starts it again after that time with what its file holds. */
  killFor(downMs: number): Promise<void>;
  /** Stands the primary still: connections stay open and get no answer. */
  pauseFor(forMs: number): Promise<void>;
  /** Resolves when the name has moved, that long after the promotion, and both are there again. */
  failOver(how: FailoverKind, nameLagMs: number): Promise<void>;
  stop(): Promise<void>;
}

export async function startReplicatedRedis(): Promise<ReplicatedRedis> {
  // What it has written survives its own death without any fsync, and an fsync may hold back what it writes next.
  const pair = await startReplicaPair({ settings: ['appendfsync no'] });
  const name = await startProxy(pair.primary().port).catch(async (error) => {
    await pair.stop();
    throw error;
  });
  return {
    url: name.url,

    async killFor(downMs) {
      await untilFileIsWhole(pair.primary());
      name.refuse();
      await pair.primary().kill();
      await delay(downMs);
      await pair.primary().restart();
      await name.accept();
    },

    async pauseFor(forMs) {
      pair.primary().pause();
      await delay(forMs);
      pair.primary().resume();
    },

    async failOver(how, nameLagMs) {
      if (how === 'primary demoted') {
        await pair.failover();
        await delay(nameLagMs);
        name.moveTo(pair.primary().port);
        return;
      }
      name.refuse();
      await pair.takeOver();
      await delay(nameLagMs);
      name.moveTo(pair.primary().port);
      await name.accept();
      await pair.rejoin();
    },

    async stop() {
      name.stop();
      await pair.stop();
    },
  };
}

/** One that was a replica writes its whole file anew, and holds in the meantime what the old file lacks. */
async function untilFileIsWhole({ admin }: RunningServer): Promise<void> {
  await untilAsked('its file', async () => {
    const info = await admin.info('persistence');
    return ['aof_rewrite_in_progress:0', 'aof_rewrite_scheduled:0'].every((line) =>
      info.includes(line),
    );
  });
}
