import { setTimeout as delay } from 'node:timers/promises';
import type { SimulatedOperation } from '../../../../src/sandbox/azure/simulated-operation.ts';
import type { SimulatedMessage } from '../../../../src/sandbox/slack/state/message.ts';
import { offersButton } from '../checks/acknowledged.ts';
import { isAccepted, isRefused, isStopRefused } from '../checks/answers.ts';
import type { Attempt, Deed, Press } from '../checks/observation.ts';
import type { PeopleAct } from '../plan/people-acts.ts';
import type { Plan } from '../plan/plan.ts';
import type { PlannedPress } from '../plan/presses.ts';
import type { Random } from '../plan/random.ts';
import type { ChaosWorld } from './chaos-world.ts';
import type { Chronicle } from './chronicle.ts';
import type { Clock } from './clock.ts';
import { Commands } from './commands.ts';
import { flood } from './flood.ts';

/** A person who was not answered, or refused, asks again in about this time: people do not keep step. */
const ASK_AGAIN_AFTER_MS = { least: 1_000, most: 3_000 } as const;
const CARD_WITHIN_MS = 5_000;
const LOOK_EVERY_MS = 100;

interface Stage {
  readonly world: ChaosWorld;
  readonly plan: Plan;
  readonly clock: Clock;
  readonly random: Random;
  readonly chronicle: Chronicle;
  readonly operations: ReadonlyMap<number, SimulatedOperation>;
}

type Act<Kind extends PeopleAct['kind']> = Extract<PeopleAct, { readonly kind: Kind }>;

/** Does what people do, and keeps what they were told. */
export class People {
  readonly deeds: Deed[] = [];
  readonly presses: Press[] = [];
  readonly #stage: Stage;
  readonly #commands: Commands;

  constructor(stage: Stage) {
    this.#stage = stage;
    this.#commands = new Commands(stage.world);
  }

  get attempts(): readonly Attempt[] {
    return this.#commands.attempts;
  }

  async act(act: PeopleAct): Promise<void> {
    switch (act.kind) {
      case 'ask':
        return await this.#ask(act);
      case 'ask again':
        return await this.#askAgain(act);
      case 'refresh':
        return await this.#onCard(act, (card) => this.#press(card, 'refresh', [act.user]));
      case 'press stop':
        return await this.#onCard(act, async (card) => {
          this.#note('stop', act);
          await this.#press(card, 'stop', [act.user, act.other]);
        });
      case 'command stop':
        return await this.#onCard(act, () => this.#stop(act));
      case 'flood':
        return await this.#flood(act);
      case 'acknowledge':
        return await this.#acknowledge(act);
      case 'delete card':
        return await this.#onCard(act, async ({ channel, ts }) => {
          this.#note('delete card', { ...act, ts });
          this.#stage.world.slack.deleteMessage(channel, ts);
        });
    }
  }

  /** Presses what was pressed in vain once more, now that nothing is away. */
  async insist(): Promise<void> {
    const last = new Map(this.presses.map((press) => [`${press.channel}/${press.ts}`, press]));
    await Promise.all(
      [...last.values()].map(async ({ user, channel, ts }) => {
        await this.#pressAcknowledge({ channel, ts }, [user]);
      }),
    );
  }

  async #acknowledge(act: Act<'acknowledge'>): Promise<void> {
    const operationId = this.#operationId(act);
    const about = () => this.#stage.chronicle.callAbout(operationId);
    await this.#acknowledgeOne(about, [act.user, ...act.others]);
  }

  /** Of what on-call was told and nobody looks after yet. */
  async acknowledgeNewest({ users }: PlannedPress): Promise<void> {
    let newest: SimulatedMessage | undefined;
    const find = () => {
      newest ??= this.#stage.chronicle.calls().findLast(offersButton);
      return newest;
    };
    await this.#acknowledgeOne(find, users);
  }

  /** Waits for it, and then presses until there is no button any more. */
  async #acknowledgeOne(
    find: () => SimulatedMessage | undefined,
    users: readonly string[],
  ): Promise<void> {
    const { world, clock, plan } = this.#stage;
    for (;;) {
      const call = find();
      if (call) {
        world.tally.add('people: acknowledge');
        if (!(await this.#pressAcknowledge(call, users))) return;
      }
      if (clock.elapsedMs() > plan.lengthMs) return;
      await delay(call ? this.#pauseMs() : LOOK_EVERY_MS);
    }
  }

  /** @returns false where there is no button */
  async #pressAcknowledge(
    { channel, ts }: Pick<SimulatedMessage, 'channel' | 'ts'>,
    users: readonly string[],
  ): Promise<boolean> {
    const { slack } = this.#stage.world;
    const message = slack.message(channel, ts);
    if (!message || !offersButton(message)) return false;
    await Promise.all(
      users.map(async (user) => {
        const at = Date.now();
        const isTaken = await slack.press({ channel, ts, actionId: 'acknowledge', user }).then(
          () => true,
          () => false,
        );
        this.presses.push({ user, channel, ts, at, tookMs: Date.now() - at, isTaken });
      }),
    );
    return true;
  }

  async #ask(act: Act<'ask'>): Promise<void> {
    const { clock, plan } = this.#stage;
    const text = this.#watchText(act);
    let redelivered = act.redelivered;
    while (clock.elapsedMs() < plan.lengthMs && this.#isOpen(act.channel)) {
      const sent = this.#commands.send(act, 'ask', text);
      const envelope = this.#stage.world.slack.lastEnvelope;
      const again = redelivered === 'at once' ? this.#commands.redeliver(act, envelope) : undefined;
      const attempt = await sent;
      await again;
      // Slack sends again what it is not sure of, which a refusal is not.
      if (redelivered === 'afterwards' && !isRefused(attempt))
        await this.#commands.redeliver(act, envelope);
      redelivered = 'no';
      if (isAccepted(attempt)) return;
      await delay(this.#pauseMs());
    }
  }

  #watchText({ kind, operation: index }: PeopleAct): string {
    const operation = this.#stage.operations.get(index);
    const urls = [operation?.asyncOperationUrl, operation?.progressUrl, operation?.locationUrl];
    return `watch ${urls[index % urls.length]} as ${kind} ${index}`;
  }

  async #stop(act: PeopleAct): Promise<void> {
    const attempt = await this.#commands.send(act, 'stop', `stop ${this.#operationId(act)}`);
    if (!isStopRefused(attempt)) this.#note('stop', act);
  }

  async #flood(act: Act<'flood'>): Promise<void> {
    const { clock, plan, chronicle, world } = this.#stage;
    const untilMs = Math.min(plan.lengthMs, clock.elapsedMs() + act.forMs);
    world.tally.add('people who flood');
    await flood({
      askStatus: () => this.#commands.send(act, 'status', `status ${this.#operationId(act)}`),
      refresh: async () => {
        const card = chronicle.card(this.#operationId(act), act.channel);
        if (card) await this.#press(card, 'refresh', [act.user]);
      },
      watch: () => this.#commands.send(act, 'ask', this.#watchText(act)),
      stop: () => this.#stop(act),
      isOn: () => clock.elapsedMs() < untilMs,
    });
  }

  async #askAgain(act: Act<'ask again'>): Promise<void> {
    const { clock, plan, chronicle } = this.#stage;
    while (clock.elapsedMs() < plan.lengthMs) {
      const card = chronicle.card(this.#operationId(act), act.channel);
      if (card && chronicle.hasEnded(card)) {
        this.#stage.world.tally.add('people asking again after the end');
        return await this.#ask({ ...act, kind: 'ask', redelivered: 'no' });
      }
      await delay(LOOK_EVERY_MS);
    }
  }

  /** Waits a while for the card; does nothing where there is none. */
  async #onCard(act: PeopleAct, deed: (card: SimulatedMessage) => Promise<void>): Promise<void> {
    const { clock, chronicle } = this.#stage;
    const giveUpAtMs = clock.elapsedMs() + CARD_WITHIN_MS;
    while (clock.elapsedMs() < giveUpAtMs) {
      const card = chronicle.card(this.#operationId(act), act.channel);
      if (card) {
        this.#stage.world.tally.add(`people: ${act.kind}`);
        return this.#isOpen(act.channel) ? await deed(card) : undefined;
      }
      await delay(LOOK_EVERY_MS);
    }
  }

  async #press(
    { channel, ts, blocks }: SimulatedMessage,
    actionId: string,
    users: readonly string[],
  ): Promise<void> {
    if (!JSON.stringify(blocks).includes(`"${actionId}"`)) return;
    const { slack } = this.#stage.world;
    // A bot that is being ended does not take it: people see that, and this one lets it be.
    await Promise.allSettled(users.map((user) => slack.press({ channel, ts, actionId, user })));
  }

  #note(
    kind: Deed['kind'],
    { operation, channel, ts }: PeopleAct & { readonly ts?: string },
  ): void {
    this.deeds.push({ kind, operation, channel, at: Date.now(), ...(ts !== undefined && { ts }) });
  }

  #pauseMs(): number {
    return this.#stage.random.whole(ASK_AGAIN_AFTER_MS.least, ASK_AGAIN_AFTER_MS.most);
  }

  #isOpen(channel: string): boolean {
    return !this.#stage.world.slack
      .channels()
      .some(({ id, isArchived }) => id === channel && isArchived);
  }

  #operationId({ operation }: PeopleAct): string {
    return this.#stage.plan.operations[operation]?.operationId ?? '';
  }
}
