import { freePort } from '../free-port.ts';
import { type SimulatedPagerDuty, startSimulatedPagerDuty } from '../pager/simulated-pager-duty.ts';
import { startWorld, type World } from '../world.ts';

/** A world in which the product takes commands only; its other half is started beside it. */
export interface DemoWorld extends World {
  /** For the health of the worker. */
  readonly workerOpsPort: number;
  readonly pagerDuty: SimulatedPagerDuty;
}

/** Who is called where on-call does not look. */
export const ESCALATION = 'U0BOB';
export const ONCALL_CHANNEL = 'C0ONCALL';

/**
 * Starts what the demo plays in; resolves while the bot is still starting.
 *
 * @param remindAfter as the setting REMIND_AFTER
 */
export async function startDemoWorld(remindAfter: string): Promise<DemoWorld> {
  const pagerDuty = await startSimulatedPagerDuty();
  try {
    const [world, workerOpsPort] = await Promise.all([
      startPlace(remindAfter, pagerDuty),
      freePort(),
    ]);
    const stop = async () => {
      await world.stop();
      await pagerDuty.close();
    };
    return { ...world, workerOpsPort, pagerDuty, stop };
  } catch (error) {
    await pagerDuty.close();
    throw error;
  }
}

function startPlace(remindAfter: string, pagerDuty: SimulatedPagerDuty): Promise<World> {
  return startWorld({
    way: 'node',
    isReadyAwaited: false,
    locations: ['East US', 'West Europe'],
    oncallChannel: ONCALL_CHANNEL,
    channels: [
      { id: 'C0DBA', name: 'dba', isMember: true },
      { id: ONCALL_CHANNEL, name: 'oncall', isMember: true },
      { id: 'C0RANDOM', name: 'random' },
      { id: 'G0FINANCE', name: 'finance', isPrivate: true },
    ],
    settings: {
      ROLE: 'bot',
      ONCALL_MENTION: 'S0DBAS',
      ESCALATION_MENTION: ESCALATION,
      PAGERDUTY_ROUTING_KEY: pagerDuty.routingKey,
      PAGERDUTY_URL: pagerDuty.url,
      POLL_MIN: '1s',
      POLL_MAX: '3s',
      // Minutes in real life: nobody who only wants to see it waits for that.
      REMIND_AFTER: remindAfter,
      REMIND_TIMES: '2',
      NOT_FOUND_AFTER: '15s',
      GONE_AFTER: '20s',
      STALL_AFTER: '40s',
      BLIND_AFTER: '30s',
      LOG_LEVEL: 'warn',
    },
  });
}
