import { setTimeout as delay } from 'node:timers/promises';
import type { Deed, Span } from '../checks/observation.ts';
import type { FleetAct } from '../plan/fleet-acts.ts';
import type { ChaosWorld } from './chaos-world.ts';

/** Does to machines and channels what a plan says. */
export class Machines {
  readonly deeds: Deed[] = [];
  /** When Redis did not answer. */
  readonly redisOutages: Span[] = [];
  readonly #world: ChaosWorld;
  /** What befalls Redis befalls it in turn. */
  #redis: Promise<void> = Promise.resolve();

  constructor(world: ChaosWorld) {
    this.#world = world;
  }

  async act(act: FleetAct): Promise<void> {
    const { fleet, redis, slack, tally } = this.#world;
    switch (act.kind) {
      case 'end process':
        return await fleet.end(act.process, act.signal, act.downMs);
      case 'kill redis':
        return await this.#inTurn(async () => {
          tally.add('Redis killed');
          await redis.kill();
          await delay(act.downMs);
          await redis.restart();
        });
      case 'pause redis':
        return await this.#inTurn(async () => {
          tally.add(`Redis paused for ${act.forMs > 15_000 ? 'longer than a lock' : 'a moment'}`);
          redis.pause();
          await delay(act.forMs);
          redis.resume();
        });
      case 'lose channel': {
        const { id, how } = act.channel;
        tally.add(`channels lost: ${how}`);
        this.deeds.push({ kind: 'lose channel', channel: id, at: Date.now() });
        slack.changeChannel(id, how === 'archived' ? { isArchived: true } : { isMember: false });
      }
    }
  }

  async #inTurn(act: () => Promise<void>): Promise<void> {
    this.#redis = this.#redis.then(async () => {
      const from = Date.now();
      await act();
      this.redisOutages.push({ from, to: Date.now() });
    });
    await this.#redis;
  }
}
