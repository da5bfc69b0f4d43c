import { DispatchError } from '../../../../src/sandbox/slack/delivery/dispatch-error.ts';
import type { Envelope } from '../../../../src/sandbox/slack/delivery/envelope.ts';
import type { Attempt } from '../checks/observation.ts';
import type { PeopleAct } from '../plan/people-acts.ts';
import type { ChaosWorld } from './chaos-world.ts';

/** Sends what people type, and keeps what became of it. */
export class Commands {
  readonly attempts: Attempt[] = [];
  readonly #world: ChaosWorld;

  constructor(world: ChaosWorld) {
    this.#world = world;
  }

  async send(act: PeopleAct, kind: Attempt['kind'], text: string): Promise<Attempt> {
    const { channel, user } = act;
    return await this.#attempt(act, kind, async () => {
      const { response } = await this.#world.slack.command({ channel, user, text });
      return String(response?.['text'] ?? '');
    });
  }

  /** Slack sends the same command once more. */
  async redeliver(act: PeopleAct, envelope: Envelope | undefined): Promise<void> {
    this.#world.tally.add('commands delivered twice');
    await this.#attempt(act, 'redelivery', async () => {
      const { response } = await this.#world.slack.redeliver(envelope);
      return String(response?.['text'] ?? '');
    });
  }

  async #attempt(
    { operation, channel, user }: PeopleAct,
    kind: Attempt['kind'],
    deliver: () => Promise<string>,
  ): Promise<Attempt> {
    const at = Date.now();
    const sockets = this.#world.slack.connectedSockets;
    const outcome = await deliver().then(
      (text) => ({ kind: 'answered', text }) as const,
      (error: unknown) => {
        if (error instanceof DispatchError) return { kind: 'error', code: error.code } as const;
        throw error;
      },
    );
    const tookMs = Date.now() - at;
    const attempt = { operation, channel, user, kind, at, tookMs, sockets, outcome };
    this.attempts.push(attempt);
    return attempt;
  }
}
