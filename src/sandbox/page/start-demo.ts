import { startWorld } from '../world.ts';
import { makePageAssets, type PageAssets } from './server/page-assets.ts';
import { type PageServer, startPageServer } from './server/page-server.ts';
import { createStage, type Stage } from './stage/stage.ts';

const VISITOR = 'U0ALICE';

export interface DemoOptions {
  /** Default: 8088, or another where that is taken. */
  readonly port?: number;
  /** Default: those of the page, made now. */
  readonly assets?: PageAssets;
}

export interface Demo {
  readonly url: string;
  readonly stage: Stage;
  /** Ends everything and leaves nothing behind. */
  stop(): Promise<void>;
}

/**
 * Starts a world and the page on it; resolves when both are ready.
 *
 * @throws PortTaken, or what else kept it from starting; nothing is left behind then
 */
export async function startDemo({ port, assets: given }: DemoOptions = {}): Promise<Demo> {
  const [started, made] = await Promise.allSettled([startDemoWorld(), given ?? makePageAssets()]);
  if (started.status === 'rejected') throw started.reason;
  const world = started.value;
  const stage = createStage(world, VISITOR);
  const stopAll = async (server?: PageServer) => {
    await server?.close();
    await stage.stop();
    await world.stop();
  };
  try {
    if (made.status === 'rejected') throw made.reason;
    const options = { stage, assets: made.value };
    const server = await startPageServer(port === undefined ? options : { ...options, port });
    return { url: server.url, stage, stop: () => stopAll(server) };
  } catch (error) {
    await stopAll();
    throw error;
  }
}

function startDemoWorld() {
  return startWorld({
    way: 'node',
    locations: ['East US', 'West Europe'],
    oncallChannel: 'C0ONCALL',
    channels: [
      { id: 'C0DBA', name: 'dba', isMember: true },
      { id: 'C0ONCALL', name: 'oncall', isMember: true },
      { id: 'C0RANDOM', name: 'random' },
      { id: 'G0FINANCE', name: 'finance', isPrivate: true },
    ],
    settings: {
      ONCALL_MENTION: 'S0DBAS',
      POLL_MIN: '1s',
      POLL_MAX: '3s',
      // Minutes in real life: nobody who only wants to see it waits for that.
      NOT_FOUND_AFTER: '15s',
      GONE_AFTER: '20s',
      STALL_AFTER: '40s',
      BLIND_AFTER: '30s',
      LOG_LEVEL: 'warn',
    },
  });
}
