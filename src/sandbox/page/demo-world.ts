import { freePort } from '../free-port.ts';
import { startWorld, type World } from '../world.ts';

/** A world in which the product takes commands only; its other half is started beside it. */
export interface DemoWorld extends World {
  /** For the health of the worker. */
  readonly workerOpsPort: number;
}

/** Starts what the demo plays in; resolves while the bot is still starting. */
export async function startDemoWorld(): Promise<DemoWorld> {
  const [world, workerOpsPort] = await Promise.all([startPlace(), freePort()]);
  return { ...world, workerOpsPort };
}

function startPlace(): Promise<World> {
  return startWorld({
    way: 'node',
    isReadyAwaited: false,
    locations: ['East US', 'West Europe'],
    oncallChannel: 'C0ONCALL',
    channels: [
      { id: 'C0DBA', name: 'dba', isMember: true },
      { id: 'C0ONCALL', name: 'oncall', isMember: true },
      { id: 'C0RANDOM', name: 'random' },
      { id: 'G0FINANCE', name: 'finance', isPrivate: true },
    ],
    settings: {
      ROLE: 'bot',
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
