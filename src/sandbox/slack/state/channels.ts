import type { ChangeFeed } from './change-feed.ts';

export interface SimulatedChannel {
  readonly id: string;
  readonly name: string;
  readonly kind: 'public' | 'private' | 'im';
  /** Whether the bot is in it. */
  readonly isMember: boolean;
  readonly isArchived: boolean;
  /** The other side of an `im`. */
  readonly user?: string;
}

export interface SimulatedUser {
  readonly id: string;
  readonly name: string;
}

/** The channels and people of the workspace. People are in every channel. */
export class Directory {
  readonly #feed: ChangeFeed;
  readonly #channels: Map<string, SimulatedChannel>;
  readonly #users: ReadonlyMap<string, SimulatedUser>;

  constructor(
    feed: ChangeFeed,
    channels: readonly SimulatedChannel[],
    users: readonly SimulatedUser[],
  ) {
    this.#feed = feed;
    this.#channels = new Map(channels.map((channel) => [channel.id, channel]));
    this.#users = new Map(users.map((user) => [user.id, user]));
  }

  get channels(): readonly SimulatedChannel[] {
    return [...this.#channels.values()];
  }

  get users(): readonly SimulatedUser[] {
    return [...this.#users.values()];
  }

  channel(id: string): SimulatedChannel | undefined {
    return this.#channels.get(id);
  }

  user(id: string): SimulatedUser | undefined {
    return this.#users.get(id);
  }

  /** The direct messages with somebody, opened if they are not yet. */
  directMessages(user: SimulatedUser): {
    readonly channel: SimulatedChannel;
    readonly wasOpen: boolean;
  } {
    const id = `D${user.id.slice(1)}`;
    const known = this.#channels.get(id);
    if (known !== undefined) return { channel: known, wasOpen: true };
    const channel: SimulatedChannel = {
      id,
      name: user.name,
      kind: 'im',
      isMember: true,
      isArchived: false,
      user: user.id,
    };
    this.#keep(channel);
    return { channel, wasOpen: false };
  }

  /** Invites or removes the bot, archives or reopens a channel. */
  change(id: string, patch: Partial<Pick<SimulatedChannel, 'isMember' | 'isArchived'>>): void {
    const before = this.#channels.get(id);
    if (before === undefined) throw new Error(`There is no channel ${id} to change`);
    this.#keep({ ...before, ...patch });
  }

  #keep(channel: SimulatedChannel): void {
    this.#channels.set(channel.id, channel);
    this.#feed.publish({ kind: 'channel-changed', channel: channel.id });
  }
}
