import type { ChangeFeed } from './change-feed.ts';

export interface SimulatedChannel {
  readonly id: string;
  readonly name: string;
  readonly kind: 'public' | 'private' | 'im';
  /** Whether the bot is in it. */
  readonly isMember: boolean;
  readonly isArchived: boolean;
  /**
   * The error with which Slack refuses whatever is done in this conversation alone: `ekm_access_denied` (an
   * organisation has taken its key back), `no_permission`, `team_not_found`.
   */
  readonly refusesWith?: string | undefined;
  /** Only some people may post: nobody else can, and an app is nobody. What stands there can be edited. */
  readonly isReadOnly?: boolean;
  /** The other side of an `im`. */
  readonly user?: string;
  /** Who is in it, where that are not all. */
  readonly members?: readonly string[] | undefined;
}

/** Invites or removes the bot; archives or reopens a channel, makes it private or public, closes it to apps. */
export type ChannelChange = Partial<
  Pick<
    SimulatedChannel,
    'isMember' | 'isArchived' | 'kind' | 'isReadOnly' | 'refusesWith' | 'members'
  >
>;

export interface SimulatedUser {
  readonly id: string;
  readonly name: string;
  /** Their time zone, as IANA names it. */
  readonly zone?: string;
  /** Where they are at home, where that is another workspace: they are here by a shared channel. */
  readonly teamId?: string;
}

/** The channels and people of the workspace. People are in every channel that does not name its members. */
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

  change(id: string, patch: ChannelChange): void {
    const before = this.#channels.get(id);
    if (before === undefined) throw new Error(`There is no channel ${id} to change`);
    this.#keep({ ...before, ...patch });
  }

  #keep(channel: SimulatedChannel): void {
    this.#channels.set(channel.id, channel);
    this.#feed.publish({ kind: 'channel-changed', channel: channel.id });
  }
}
