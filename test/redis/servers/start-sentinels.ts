import { startReplicaPair } from './start-replica-pair.ts';
import { ADMIN, type RunningServer, type ServerOptions, startServer } from './start-server.ts';
import { untilAsked } from './until-asked.ts';

export interface SentinelGroup {
  /** What clients ask the Sentinels for. */
  readonly name: string;
  readonly sentinels: readonly RunningServer[];
  /** The primary and its replica, in no order. */
  readonly nodes: readonly RunningServer[];
  /** The one that all Sentinels hold for it. */
  primary(): Promise<RunningServer>;
  /** By `SENTINEL FAILOVER`; resolves when the old primary follows the new one. */
  failover(): Promise<void>;
  /** Kills the primary; gives it when the Sentinels have promoted the replica. */
  killPrimary(): Promise<RunningServer>;
  stop(): Promise<void>;
}

const NAME = 'mysqlop';
const SENTINELS = 3;
/** A node that is slow on a busy machine must not be taken for dead. */
const PATIENT_MS = 10_000;
/** How soon one that was killed is. */
const HASTY_MS = 300;

/** Starts a primary, its replica and three Sentinels; resolves when these know all of each other. */
export async function startSentinels(
  options: Pick<ServerOptions, 'binary' | 'settings' | 'aclLines'> = {},
): Promise<SentinelGroup> {
  const pair = await startReplicaPair(options);
  const nodes = [pair.primary(), pair.replica()];
  const sentinels = await Promise.all(
    Array.from({ length: SENTINELS }, () =>
      startServer({
        binary: options.binary,
        isSentinel: true,
        settings: [
          `sentinel monitor ${NAME} 127.0.0.1 ${pair.primary().port} 2`,
          `sentinel auth-user ${NAME} ${ADMIN}`,
          `sentinel auth-pass ${NAME} ${ADMIN}`,
          `sentinel down-after-milliseconds ${NAME} ${PATIENT_MS}`,
          `sentinel failover-timeout ${NAME} 3000`,
        ],
      }),
    ),
  );

  async function stop(): Promise<void> {
    await Promise.all([...sentinels.map((sentinel) => sentinel.stop()), pair.stop()]);
  }

  function primary(): Promise<RunningServer> {
    return untilAsked('the primary', async () => {
      const views = await Promise.all(sentinels.map(viewOf));
      const [first] = views;
      const areAgreed = views.every(({ isOk, port }) => isOk && port === first?.port);
      return areAgreed && nodes.find(({ port }) => port === first?.port);
    });
  }

  async function untilPrimary(other: RunningServer | undefined): Promise<void> {
    await untilAsked('the new primary', async () => (await primary()) === other);
    await untilAsked('the promotion', async () => {
      return (await other?.admin.info('replication'))?.includes('role:master');
    });
  }

  async function failover(): Promise<void> {
    const before = await primary();
    // Refused while it has not heard enough of the replica.
    await untilAsked('a failover', async () => {
      return await sentinels[0]?.admin.call('SENTINEL', 'FAILOVER', NAME);
    });
    await untilPrimary(nodes.find((node) => node !== before));
    await untilAsked('the demoted one', async () => {
      return (await before.admin.info('replication')).includes('master_link_status:up');
    });
  }

  async function killPrimary(): Promise<RunningServer> {
    const killed = await primary();
    await set('down-after-milliseconds', HASTY_MS);
    await killed.kill();
    await untilPrimary(nodes.find((node) => node !== killed));
    await set('down-after-milliseconds', PATIENT_MS);
    return killed;
  }

  async function set(setting: string, value: number): Promise<void> {
    await Promise.all(
      sentinels.map(({ admin }) => admin.call('SENTINEL', 'SET', NAME, setting, value)),
    );
  }

  try {
    await Promise.all(sentinels.map(hurry));
    for (const sentinel of sentinels) {
      await untilAsked('the Sentinels', async () => (await viewOf(sentinel)).knowsAll);
    }
  } catch (error) {
    await stop();
    throw error;
  }
  return { name: NAME, sentinels, nodes, primary, failover, killPrimary, stop };
}

/** They look and tell more often, and mind no pause of a busy machine. Redis has the command since 7.0. */
async function hurry({ admin }: RunningServer): Promise<void> {
  const often = ['info-period', '200', 'publish-period', '200', 'ask-period', '200'];
  const debug = admin.call('SENTINEL', 'DEBUG', ...often, 'tilt-trigger', '60000');
  await debug.catch(() => undefined);
}

/** What a Sentinel says: `master0:name=mysqlop,status=ok,address=127.0.0.1:20001,slaves=1,sentinels=3`. */
async function viewOf({ admin }: RunningServer) {
  const info = await admin.info('sentinel');
  return {
    isOk: info.includes('status=ok'),
    port: Number(/address=.*:(\d+)/.exec(info)?.[1]),
    knowsAll: info.includes(`slaves=1,sentinels=${SENTINELS}`),
  };
}
