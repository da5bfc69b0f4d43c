import type { Logger } from 'pino';
import type { Asking } from '../asking/asking.ts';
import type { Refusal } from '../asking/refusals.ts';
import type { NoAnswer, Uncertain } from '../asking/store-in-time.ts';
import type { PipelineId } from '../watch/askers.ts';
import type { ChannelId } from '../watch/names.ts';
import type { TokenHash } from './authenticate.ts';
import type { Reply } from './reply.ts';

/** Something in us broke that nobody had foreseen. */
interface ApiBroken {
  readonly kind: 'broken';
}

/** Why something could not be done that was asked for rightly. */
export type ApiTrouble = NoAnswer | Uncertain | ApiBroken;

/** Whether a card may stand in a channel. `isPrivate`: undefined where Slack does not tell. */
type CardPlaceVerdict =
  | { readonly kind: 'open'; readonly isPrivate: boolean | undefined }
  | { readonly kind: 'closed'; readonly problem: string };

/** How a request was answered that may be sent again. */
type KeptAnswer = Pick<Reply, 'status' | 'headers' | 'body'>;

/** A key that was taken for a request. */
export interface HeldKey {
  /** @param keepMs for how long the same request is answered so */
  keep(answer: KeptAnswer, keepMs: number): Promise<void>;
  /** Nothing has been done: it may be used for another try. */
  giveBack(): Promise<void>;
}

/** Whether a request is to be carried out, by the key under which it may be sent again. */
export type KeyTaken =
  | { readonly kind: 'taken'; readonly taken: HeldKey }
  | { readonly kind: 'under-way'; readonly ms: number }
  | { readonly kind: 'other-request' }
  | { readonly kind: 'answered'; readonly reply: KeptAnswer };

/** What the API needs to do what it is asked. */
export interface ApiDependencies {
  readonly asking: Pick<
    Asking,
    'watch' | 'stopWatch' | 'watchSeenBy' | 'watchesSeenIn' | 'operationMeant'
  >;
  readonly tokens: readonly TokenHash[];
  readonly requestsPerMinute: number;
  readonly keys: {
    take(pipeline: PipelineId, name: string, request: string): Promise<KeyTaken>;
  };
  /** Why no command is taken in that channel; undefined where they are. */
  readonly whyNotIn: (channel: ChannelId) => Refusal | undefined;
  readonly placeFor: (channel: ChannelId) => Promise<CardPlaceVerdict>;
  /** Works something out, or gives up within 3 s to say why. */
  readonly inTime: <Given>(work: () => Promise<Given>) => Promise<Given | ApiTrouble>;
  /** What an error of a work comes to that nobody waits for in time. */
  readonly whatFailed: (error: unknown) => ApiTrouble;
  /** The same in plain words. */
  readonly wordsOf: (trouble: ApiTrouble) => string;
  /** Takes out secrets of ours by their value. */
  readonly removeKnown: (text: string) => string;
  readonly report: {
    /** A request was answered, with this status of HTTP. */
    apiAnswered(status: number, tookMs: number): void;
  };
  /** Ends all waiting: the process is told to stop. */
  readonly stopping: AbortSignal;
  readonly log: Logger;
}
