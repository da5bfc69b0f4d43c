import type { SimulatedChannel, SimulatedUser } from './state/channels.ts';

interface ChannelOption {
  readonly id: string;
  readonly name: string;
  readonly isPrivate?: boolean;
  /** Whether the bot is in it. Default: false. */
  readonly isMember?: boolean;
  readonly isArchived?: boolean;
  /** Who is in it. Default: everybody. */
  readonly members?: readonly string[];
}

export interface SimulatedSlackOptions {
  /** Default: a free one. */
  readonly port?: number;
  readonly botToken?: string;
  readonly appToken?: string;
  readonly signingSecret?: string;
  /** What the bot token may do. Default: all that the simulation has a use for. */
  readonly scopes?: readonly string[];
  /** What is sent to the app as it happens. Default: nothing; only `message.im` is simulated. */
  readonly events?: readonly string[];
  readonly channels?: readonly ChannelOption[];
  readonly users?: readonly SimulatedUser[];
  /** Enforce Slack's rate limits. Default: true. */
  readonly limits?: boolean;
  /** How long an acknowledgement may take. Default: Slack's 3,000. */
  readonly ackTimeoutMs?: number;
  /** Where its answers say that sockets connect to. Default: `ws://` and where it listens. */
  readonly socketOrigin?: string;
  /** Where they say that responses go. Default: `http://` and where it listens. */
  readonly responseOrigin?: string;
  /** Milliseconds since the epoch. Default: `Date.now`. */
  readonly now?: () => number;
}

export interface SlackOptions {
  readonly port: number;
  readonly botToken: string;
  readonly appToken: string;
  readonly signingSecret: string;
  readonly scopes: readonly string[];
  readonly events: readonly string[];
  readonly channels: readonly SimulatedChannel[];
  readonly users: readonly SimulatedUser[];
  readonly limits: boolean;
  readonly ackTimeoutMs: number;
  readonly now: () => number;
}

const DEFAULT_SCOPES = [
  'commands',
  'chat:write',
  'chat:write.public',
  'channels:history',
  'groups:history',
  'channels:read',
  'groups:read',
  'im:write',
  'files:write',
];

const DEFAULT_CHANNELS: readonly ChannelOption[] = [
  { id: 'C0DBA', name: 'dba', isMember: true },
  { id: 'C0ONCALL', name: 'oncall', isMember: true },
  { id: 'C0RANDOM', name: 'random' },
  { id: 'G0SECRET', name: 'secret', isPrivate: true },
];

const DEFAULT_USERS: readonly SimulatedUser[] = [
  { id: 'U0ALICE', name: 'alice' },
  { id: 'U0BOB', name: 'bob' },
  { id: 'U0CAROL', name: 'carol' },
];

/** Fills in the defaults. The default secrets are made so that nobody takes them for real ones. */
export function completeOptions(options: SimulatedSlackOptions): SlackOptions {
  return {
    port: options.port ?? 0,
    botToken: options.botToken ?? 'xoxb-simulated',
    appToken: options.appToken ?? 'xapp-simulated',
    signingSecret: options.signingSecret ?? 'simulated-signing-secret',
    scopes: options.scopes ?? DEFAULT_SCOPES,
    events: options.events ?? [],
    channels: (options.channels ?? DEFAULT_CHANNELS).map(completeChannel),
    users: options.users ?? DEFAULT_USERS,
    limits: options.limits ?? true,
    ackTimeoutMs: options.ackTimeoutMs ?? 3_000,
    now: options.now ?? Date.now,
  };
}

function completeChannel({ id, name, isPrivate, isMember, isArchived, members }: ChannelOption) {
  return {
    id,
    name,
    kind: isPrivate === true ? 'private' : 'public',
    isMember: isMember ?? false,
    isArchived: isArchived ?? false,
    members,
  } as const;
}
