import { type RunningServer, type ServerOptions, startServer } from './start-server.ts';
import { untilAsked } from './until-asked.ts';

export interface ReplicaPair {
  /** The one that is it now. */
  primary(): RunningServer;
  replica(): RunningServer;
  /** Resolves when the replica has all that the primary had when this was called. */
  untilReplicated(): Promise<void>;
  /** From now on the replica gets nothing new: what is written until the next failover is lost with it. */
  holdReplication(): Promise<void>;
  /**
   * Promotes the replica and demotes the primary, as a managed service does at patching. Clients stay connected
   * to the demoted one, which refuses to write from then on. Unless replication was held, nothing is lost, save on
   * Redis 6.0, which loses what it answers in that very moment.
   */
  failover(): Promise<void>;
  /**
   * The primary dies, and the replica, which has all that was acknowledged, takes its place. The dead one is the
   * replica from then on, and comes back by `rejoin`. Not on Redis 6.0, which holds no writes back.
   */
  takeOver(): Promise<void>;
  rejoin(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts a primary and a replica; resolves when the replica follows. */
export async function startReplicaPair(
  options: Pick<ServerOptions, 'binary' | 'settings' | 'aclLines'> = {},
): Promise<ReplicaPair> {
  let [primary, replica] = await Promise.all([startServer(options), startServer(options)]);
  let isHeld = false;

  async function stop(): Promise<void> {
    await Promise.all([primary.stop(), replica.stop()]);
  }

  try {
    await follow(replica, primary);
  } catch (error) {
    await stop();
    throw error;
  }

  async function untilReplicated(): Promise<void> {
    // It waits for all that was written before the same connection's last command.
    await primary.admin.ping();
    await untilAsked('the replica', async () => (await primary.admin.wait(1, ACK_WITHIN_MS)) === 1);
  }

  async function failover(): Promise<void> {
    if (!isHeld) await untilReplicated();
    // Holds writes back until the replica has all; Redis has the command since 6.2.
    const isGraceful = !isHeld && (await primary.admin.call('FAILOVER').then(isOk, () => false));
    if (!isGraceful) await replica.admin.call('REPLICAOF', 'NO', 'ONE');
    await untilAsked('the promotion', () => isPrimary(replica));
    if (!isGraceful) await follow(primary, replica);
    [primary, replica] = [replica, primary];
    await untilAsked('the demoted one', () => isFollowing(replica));
    isHeld = false;
    // What a restart brings back must be what they are now.
    await Promise.all([primary, replica].map(({ admin }) => admin.config('REWRITE')));
  }

  async function takeOver(): Promise<void> {
    await untilReplicated();
    // What is answered between the last look at the replica and the death would be lost.
    await primary.admin.call('CLIENT', 'PAUSE', HELD_BACK_MS, 'WRITE');
    const written = await offsetOf(primary, 'master_repl_offset');
    await untilAsked('the replica', async () => {
      return (await offsetOf(replica, 'slave_repl_offset')) >= written;
    });
    await primary.kill();
    await replica.admin.call('REPLICAOF', 'NO', 'ONE');
    await untilAsked('the promotion', () => isPrimary(replica));
    [primary, replica] = [replica, primary];
    await primary.admin.config('REWRITE');
  }

  async function rejoin(): Promise<void> {
    await replica.restart();
    await follow(replica, primary);
    await replica.admin.config('REWRITE');
  }

  return {
    primary: () => primary,
    replica: () => replica,
    untilReplicated,
    holdReplication: async () => {
      isHeld = true;
      await replica.admin.call('REPLICAOF', '127.0.0.1', NOBODYS_PORT);
    },
    failover,
    takeOver,
    rejoin,
    stop,
  };
}

const NOBODYS_PORT = 1;
const ACK_WITHIN_MS = 1_000;
const HELD_BACK_MS = 10_000;

/** Makes a server a replica of another; resolves when it is in step. */
async function follow(replica: RunningServer, primary: RunningServer): Promise<void> {
  await replica.admin.call('REPLICAOF', '127.0.0.1', primary.port);
  await untilAsked('the replica', () => isFollowing(replica));
}

async function isFollowing({ admin }: RunningServer): Promise<boolean> {
  return (await admin.info('replication')).includes('master_link_status:up');
}

async function offsetOf({ admin }: RunningServer, field: string): Promise<number> {
  const [, offset] = (await admin.info('replication')).match(`${field}:(\\d+)`) ?? [];
  return Number(offset);
}

async function isPrimary({ admin }: RunningServer): Promise<boolean> {
  return (await admin.info('replication')).includes('role:master');
}

const isOk = (answer: unknown) => answer === 'OK';
