import { freePort } from '../../../src/sandbox/free-port.ts';
import { clusterView } from './cluster-view.ts';
import { type RunningServer, type ServerOptions, startServer } from './start-server.ts';
import { untilAsked } from './until-asked.ts';

export interface RedisCluster {
  /** Three with a third of the slots each, and one replica: the least that can elect a new primary. */
  readonly nodes: readonly RunningServer[];
  /** The node that takes a key now. */
  ownerOf(key: string): Promise<RunningServer>;
  /** The replica and its primary change places, by `CLUSTER FAILOVER`. Nothing is lost. */
  failover(): Promise<void>;
  /** Kills the primary of the replica; gives it when the others have elected the replica. */
  killPrimary(): Promise<RunningServer>;
  stop(): Promise<void>;
}

export interface ClusterOptions extends Pick<ServerOptions, 'binary' | 'settings' | 'aclLines'> {
  /** The node that takes this key has the replica. Default: the one of the bot's keys. */
  readonly key?: string;
}

const PRIMARIES = 3;
const SLOTS = 16_384;
/** A node that is slow on a busy machine must not be taken for dead. */
const PATIENT_MS = 15_000;
/** While the cluster forms, and when one was killed: news spreads within half of it. */
const HASTY_MS = 500;

/** Starts a cluster; resolves when all its nodes agree on it. */
export async function startCluster(options: ClusterOptions = {}): Promise<RedisCluster> {
  const { key = '{mysqlop}', settings = [], ...others } = options;
  const own = [
    ...['cluster-enabled yes', 'cluster-replica-validity-factor 0'],
    'repl-ping-replica-period 1',
  ];
  const nodes = await Promise.all(
    Array.from({ length: PRIMARIES + 1 }, async () => {
      const port = await freeClusterPort();
      return startServer({ ...others, port, settings: [...own, ...settings] });
    }),
  );

  async function ownerOf(anyKey: string): Promise<RunningServer> {
    const [node] = running(nodes);
    const owner = node && (await ownerSeenBy(node, anyKey));
    if (!owner) throw new Error('no node of the cluster owns the key');
    return owner;
  }

  async function ownerSeenBy(node: RunningServer, anyKey: string) {
    const slot = Number(await node.admin.cluster('KEYSLOT', anyKey));
    const view = await clusterView(node);
    const port = view.isOk && view.nodes.find(({ owns }) => owns(slot))?.port;
    return nodes.find((candidate) => candidate.port === port);
  }

  /** Until all agree that this one takes the key. */
  async function untilOwned(by: RunningServer): Promise<void> {
    for (const node of running(nodes)) {
      await untilAsked('the new owner', async () => (await ownerSeenBy(node, key)) === by);
    }
  }

  async function failover(): Promise<void> {
    const [replica, primary] = await Promise.all([replicaIn(nodes), ownerOf(key)]);
    // Redis 6.0 gives up where nothing was ever replicated: a ping is enough.
    await untilAsked('the first ping', async () => {
      return !(await primary.admin.info('replication')).includes('master_repl_offset:0');
    });
    await replica.admin.cluster('FAILOVER');
    await untilOwned(replica);
    await untilAsked('the demoted one', () => isFollowing(primary));
  }

  async function killPrimary(): Promise<RunningServer> {
    const [replica, primary] = await Promise.all([replicaIn(nodes), ownerOf(key)]);
    await setNodeTimeout(nodes, HASTY_MS);
    await primary.kill();
    await untilOwned(replica);
    await setNodeTimeout(running(nodes), PATIENT_MS);
    return primary;
  }

  async function stop(): Promise<void> {
    await Promise.all(nodes.map((node) => node.stop()));
  }

  try {
    await form(nodes);
    await addReplica(nodes, await ownerOf(key));
  } catch (error) {
    await stop();
    throw error;
  }
  return { nodes, ownerOf, failover, killPrimary, stop };
}

/** All but the last share the slots. */
async function form(nodes: readonly RunningServer[]): Promise<void> {
  await setNodeTimeout(nodes, HASTY_MS);
  await Promise.all(
    nodes.map(async ({ admin }, index) => {
      // So that they need not settle who comes first.
      await admin.cluster('SET-CONFIG-EPOCH', index + 1);
      const first = Math.ceil((SLOTS * index) / PRIMARIES);
      const next = Math.ceil((SLOTS * (index + 1)) / PRIMARIES);
      const slots = Array.from({ length: next - first }, (_, offset) => first + offset);
      if (index < PRIMARIES) await admin.cluster('ADDSLOTS', ...slots);
    }),
  );
  for (const { admin } of nodes) {
    for (const { port } of nodes) await admin.cluster('MEET', '127.0.0.1', port);
  }
  for (const node of nodes) {
    await untilAsked('the cluster', async () => {
      const view = await clusterView(node);
      return view.isOk && view.nodes.length === nodes.length;
    });
  }
}

/** Makes the last node the owner's replica. */
async function addReplica(nodes: readonly RunningServer[], owner: RunningServer): Promise<void> {
  const id = String(await owner.admin.cluster('MYID'));
  const replica = nodes.at(-1);
  await replica?.admin.cluster('REPLICATE', id);
  for (const node of nodes) {
    await untilAsked('the replica', async () => {
      const view = await clusterView(node);
      return view.nodes.some(({ follows }) => follows === id);
    });
  }
  await untilAsked('the replica', async () => replica && isFollowing(replica));
  await setNodeTimeout(nodes, PATIENT_MS);
}

/** One that was killed and has been restarted is it after a while. */
function replicaIn(nodes: readonly RunningServer[]): Promise<RunningServer> {
  return untilAsked('a replica in the cluster', async () => {
    for (const node of running(nodes)) {
      if (await isFollowing(node)) return node;
    }
    return undefined;
  });
}

async function isFollowing({ admin }: RunningServer): Promise<boolean> {
  return (await admin.info('replication')).includes('master_link_status:up');
}

function running(nodes: readonly RunningServer[]): readonly RunningServer[] {
  return nodes.filter(({ admin }) => admin.status === 'ready');
}

async function setNodeTimeout(nodes: readonly RunningServer[], timeoutMs: number): Promise<void> {
  const set = ({ admin }: RunningServer) =>
    admin.config('SET', 'cluster-node-timeout', String(timeoutMs));
  await Promise.all(nodes.map(set));
}

/** Nodes talk to each other 10,000 ports higher, which must be below those for outgoing connections, too. */
async function freeClusterPort(): Promise<number> {
  for (;;) {
    const port = await freePort();
    if (port < 22_500) return port;
  }
}
