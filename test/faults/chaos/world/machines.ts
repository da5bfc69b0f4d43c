import { setTimeout as delay } from 'node:timers/promises';
import type { Deed, Span } from '../checks/observation.ts';
import type { FleetAct } from '../plan/fleet-acts.ts';
import type { ChaosWorld } from './chaos-world.ts';

/** Does to machines and channels what a plan says. */
export class Machines {
  readonly deeds: Deed[] = [];
  /** When Redis did not answer, or its name was to move. */
  readonly redisOutages: Span[] = [];
  /** When connections were cut: what the bots were being asked is lost with them. */
  readonly cuts: Span[] = [];
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
          await redis.killFor(act.downMs);
        });
      case 'pause redis':
        return await this.#inTurn(async () => {
          tally.add(`Redis paused for ${act.forMs > 15_000 ? 'longer than a lock' : 'a moment'}`);
          await redis.pauseFor(act.forMs);
        });
      case 'fail over':
        return await this.#inTurn(async () => {
          tally.add(`Redis failed over: ${act.how}`);
          await redis.failOver(act.how, act.nameLagMs);
        });
      case 'lose channel': {
        const { id, how } = act.channel;
        tally.add(`channels lost: ${how}`);
        this.deeds.push({ kind: 'lose channel', channel: id, at: Date.now() });
        slack.changeChannel(id, how === 'archived' ? { isArchived: true } : { isMember: false });
        return;
      }
      case 'close channel': {
        const { id, refusal } = act.channel;
        tally.add(`channels closed for a while: ${refusal}`);
        this.deeds.push({ kind: 'close channel', channel: id, at: Date.now() });
        const isReadOnly = refusal === 'read only';
        slack.changeChannel(id, isReadOnly ? { isReadOnly } : { refusesWith: refusal });
        await delay(act.forMs);
        slack.changeChannel(id, { isReadOnly: false, refusesWith: undefined });
        return;
      }
      case 'hang sockets':
        tally.add(`sockets taken with ${act.manner === 'deaf' ? 'no ear' : act.manner}`);
        slack.takeSockets(act.manner);
        this.cuts.push({ from: Date.now(), to: Date.now() });
        slack.dropSockets();
        await delay(act.forMs);
        slack.takeSockets('as usual');
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
