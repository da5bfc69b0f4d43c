import type { LoggedRequest } from '../../../../src/sandbox/azure/simulated-azure.ts';
import type { ApiCall } from '../../../../src/sandbox/slack/state/api-call.ts';
import type {
  Ping,
  SimulatedEphemeral,
  SimulatedMessage,
} from '../../../../src/sandbox/slack/state/message.ts';
import type { Plan } from '../plan/plan.ts';

/** One sending of a command, and what became of it. Times in milliseconds since the epoch. */
export interface Attempt {
  readonly operation: number;
  readonly channel: string;
  readonly user: string;
  readonly kind: 'ask' | 'redelivery' | 'stop' | 'status';
  readonly at: number;
  readonly tookMs: number;
  /** How many bots were connected when it was sent. */
  readonly sockets: number;
  readonly outcome:
    | { readonly kind: 'answered'; readonly text: string }
    /** Slack told the person that it did not work. */
    | { readonly kind: 'error'; readonly code: string };
}

/** Something a person, or the run, did to a channel or a card. */
export interface Deed {
  readonly kind: 'stop' | 'delete card' | 'lose channel' | 'close channel';
  readonly operation?: number;
  readonly channel: string;
  readonly ts?: string;
  readonly at: number;
}

/** A span of time, in milliseconds since the epoch. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Somebody pressed Acknowledge on an alert. */
export interface Press {
  readonly user: string;
  readonly channel: string;
  readonly ts: string;
  readonly at: number;
  readonly tookMs: number;
  /** Slack has handed it to a bot. */
  readonly isTaken: boolean;
}

/** What Redis keeps of a burst's digest. */
export interface KeptDigest {
  /** `digest/failures/12` */
  readonly name: string;
  readonly lines: readonly { readonly operationId: string; readonly itemId: string }[];
  /** The watch whose alert was told alone before the burst, and the digest before. */
  readonly first?: string;
  readonly previous?: string;
}

/** What Redis keeps of one time that on-call was called again. */
export interface KeptReminder {
  /** `reminder/12` */
  readonly name: string;
  /** In milliseconds since the epoch, by the clock of Redis. */
  readonly madeAt: number;
  /** The names of the messages that it was called for. */
  readonly calls: readonly string[];
}

/** A key that Redis holds. */
export interface RedisKey {
  readonly name: string;
  readonly type: string;
  /** Negative where it is kept for ever. */
  readonly ttlMs: number;
  /** How many entries a list, a set or a sorted set has, without those of the sweep. */
  readonly entries: readonly string[];
  /** Of a watch's record. */
  readonly verdict?: string;
  /** Of a burst's digest. */
  readonly digest?: KeptDigest;
  readonly reminder?: KeptReminder;
}

/** All that was seen of a run, after it. */
export interface Observation {
  readonly plan: Plan;
  readonly startedAt: number;
  readonly attempts: readonly Attempt[];
  readonly deeds: readonly Deed[];
  readonly presses: readonly Press[];
  /** The bot's and only those, deleted ones included. */
  readonly messages: readonly SimulatedMessage[];
  readonly ephemerals: readonly SimulatedEphemeral[];
  readonly pings: readonly Ping[];
  readonly calls: readonly ApiCall[];
  readonly reads: readonly LoggedRequest[];
  readonly keys: readonly RedisKey[];
  /** When a bot was ended, or its connection cut; an answer may be lost with it. */
  readonly botOutages: readonly Span[];
  /** When Redis was killed, stood still or failed over. */
  readonly redisOutages: readonly Span[];
  /** When the machine was too busy for our own timers: what takes long then is not the bot's fault. */
  readonly busy: readonly Span[];
  readonly crashes: readonly string[];
}
