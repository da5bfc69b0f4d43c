import type { RunningServer } from './start-server.ts';

/** What one node knows of its cluster. */
export interface ClusterView {
  readonly isOk: boolean;
  readonly nodes: readonly NodeView[];
}

interface NodeView {
  readonly id: string;
  readonly port: number;
  /** The id of the primary that it follows. */
  readonly follows: string | undefined;
  readonly owns: (slot: number) => boolean;
}

export async function clusterView({ admin }: RunningServer): Promise<ClusterView> {
  const [info, nodes] = await Promise.all([admin.cluster('INFO'), admin.cluster('NODES')]);
  return {
    isOk: String(info).includes('cluster_state:ok'),
    nodes: String(nodes).trim().split('\n').map(nodeView),
  };
}

/** `<id> <host>:<port>@<port> <flags> <primary's id> <ping> <pong> <epoch> <link> <slots>…` */
function nodeView(line: string): NodeView {
  const [id = '', address, , primary, , , , , ...ranges] = line.split(' ');
  const slots = ranges.map((range) => range.split('-').map(Number));
  return {
    id,
    port: Number(/:(\d+)@/.exec(address ?? '')?.[1]),
    follows: primary === '-' ? undefined : primary,
    owns: (slot) => slots.some(([first = -1, last = first]) => first <= slot && slot <= last),
  };
}
