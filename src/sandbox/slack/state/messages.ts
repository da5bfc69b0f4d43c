import type { ChangeFeed } from './change-feed.ts';
import { mentionsOf } from './mentions.ts';
import type { MessageContent, MessageOrigin, Ping, SimulatedMessage } from './message.ts';

const MOST_VERSIONS = 200;

export interface NewMessage extends MessageContent {
  readonly channel: string;
  readonly user: string;
  readonly botId?: string;
  readonly threadTs?: string;
  readonly broadcast?: boolean;
  readonly origin: MessageOrigin;
}

interface Clock {
  readonly now: () => number;
  readonly nextTs: () => string;
}

/** Every message of the workspace, by channel and in order. */
export class Messages {
  readonly #feed: ChangeFeed;
  readonly #clock: Clock;
  readonly #byChannel = new Map<string, Map<string, SimulatedMessage>>();
  readonly #threads = new Map<string, string[]>();
  readonly #pings: Ping[] = [];

  constructor(feed: ChangeFeed, clock: Clock) {
    this.#feed = feed;
    this.#clock = clock;
  }

  /** Who was notified, in order. Edits notify nobody. */
  get pings(): readonly Ping[] {
    return this.#pings;
  }

  post({ broadcast = false, ...fields }: NewMessage): SimulatedMessage {
    const message: SimulatedMessage = {
      ...fields,
      ts: this.#clock.nextTs(),
      broadcast,
      postedAt: this.#clock.now(),
      edits: 0,
      versions: [],
      deleted: false,
    };
    this.#keep(message);
    if (message.threadTs !== undefined) this.#addReply(message, message.threadTs);
    const { channel, ts } = message;
    this.#pings.push(...mentionsOf(message).map((mention) => ({ channel, ts, ...mention })));
    this.#feed.publish({ kind: 'message-posted', message });
    return message;
  }

  edit(before: SimulatedMessage, content: MessageContent): SimulatedMessage {
    const { metadata: _before, ...kept } = before;
    const at = this.#clock.now();
    const version = { text: before.text, blocks: before.blocks, until: at };
    const message: SimulatedMessage = {
      ...kept,
      ...content,
      editedAt: at,
      edits: before.edits + 1,
      versions: [...before.versions, version].slice(-MOST_VERSIONS),
    };
    this.#keep(message);
    this.#feed.publish({ kind: 'message-edited', message });
    return message;
  }

  remove(before: SimulatedMessage): void {
    const message = { ...before, deleted: true };
    this.#keep(message);
    this.#feed.publish({ kind: 'message-deleted', message });
  }

  /** Whether a deleted message is still shown as such, since its replies are. */
  isTombstone({ channel, ts, deleted }: SimulatedMessage): boolean {
    return deleted && this.inThread(channel, ts).length > 0;
  }

  /** A message, be it deleted or not. */
  find(channel: string, ts: string): SimulatedMessage | undefined {
    return this.#byChannel.get(channel)?.get(ts);
  }

  /** What stands in the channel itself, oldest first: no replies but those shown in the channel too. */
  inChannel(channel: string): readonly SimulatedMessage[] {
    const all = [...(this.#byChannel.get(channel)?.values() ?? [])];
    return all.filter(
      (message) => !message.deleted && (message.threadTs === undefined || message.broadcast),
    );
  }

  /** The replies under a message, oldest first, without the deleted ones. */
  inThread(channel: string, ts: string): readonly SimulatedMessage[] {
    return (this.#threads.get(`${channel}/${ts}`) ?? [])
      .flatMap((reply) => this.find(channel, reply) ?? [])
      .filter((message) => !message.deleted);
  }

  #keep(message: SimulatedMessage): void {
    const channel = this.#byChannel.get(message.channel) ?? new Map<string, SimulatedMessage>();
    channel.set(message.ts, message);
    this.#byChannel.set(message.channel, channel);
  }

  #addReply({ channel, ts }: SimulatedMessage, parentTs: string): void {
    const key = `${channel}/${parentTs}`;
    const replies = this.#threads.get(key) ?? [];
    replies.push(ts);
    this.#threads.set(key, replies);
  }
}
