import type { SimulatedSlack } from '../../../../src/sandbox/slack/simulated-slack.ts';
import type {
  SimulatedEphemeral,
  SimulatedMessage,
} from '../../../../src/sandbox/slack/state/message.ts';
import { postOf } from '../checks/post-of.ts';
import { ONCALL } from '../plan/places.ts';

interface Spot {
  readonly channel: string;
  readonly ts: string;
}

/** Keeps track of all that was ever posted, deleted or not, so that people find their cards quickly. */
export class Chronicle {
  readonly #slack: SimulatedSlack;
  readonly #spots: Spot[] = [];
  readonly #ephemerals = new Map<string, SimulatedEphemeral>();
  readonly #cards = new Map<string, Spot>();
  readonly #calls: Spot[] = [];
  readonly #ended = new Set<string>();

  constructor(slack: SimulatedSlack) {
    this.#slack = slack;
    slack.onChange((change) => {
      if (change.kind === 'message-posted') this.#takeMessage(change.message);
      if (change.kind === 'ephemeral-shown') {
        this.#ephemerals.set(change.ephemeral.ts, change.ephemeral);
      }
    });
  }

  /** Every message as it stands now. */
  messages(): readonly SimulatedMessage[] {
    return this.#spots.flatMap(({ channel, ts }) => this.#slack.message(channel, ts) ?? []);
  }

  ephemerals(): readonly SimulatedEphemeral[] {
    return [...this.#ephemerals.values()];
  }

  /** The newest card of an operation in a channel that stands. */
  card(operationId: string, channel: string): SimulatedMessage | undefined {
    const spot = this.#cards.get(`${channel}/${operationId}`);
    const card = spot && this.#slack.message(channel, spot.ts);
    return card?.deleted ? undefined : card;
  }

  /** What on-call was told of bad ends, alone or on digests, oldest first. */
  calls(): readonly SimulatedMessage[] {
    return this.#calls.flatMap(({ channel, ts }) => this.#slack.message(channel, ts) ?? []);
  }

  callAbout(operationId: string): SimulatedMessage | undefined {
    return this.calls().find(({ blocks }) => JSON.stringify(blocks).includes(operationId));
  }

  /** Whether an end is told in a card's thread. */
  hasEnded(card: Spot): boolean {
    return this.#ended.has(`${card.channel}/${card.ts}`);
  }

  #takeMessage(message: SimulatedMessage): void {
    const { channel, ts, threadTs } = message;
    this.#spots.push({ channel, ts });
    const what = postOf(message)?.what;
    const isCall = what === 'alert' || postOf(message)?.id.startsWith('digest/failures/');
    if (channel === ONCALL && isCall) this.#calls.push({ channel, ts });
    if (what === 'ended' && threadTs !== undefined) this.#ended.add(`${channel}/${threadTs}`);
    if (what !== 'card') return;
    const [guid] =
      /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/.exec(JSON.stringify(message.blocks.at(-1))) ??
      [];
    if (guid !== undefined) this.#cards.set(`${channel}/${guid}`, { channel, ts });
  }
}
