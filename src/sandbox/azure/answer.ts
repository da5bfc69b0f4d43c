/** What a simulated operation answers one read with. */
export type Answer =
  /** 200. The operation's `id` and `name` are put in front of the body's own fields. */
  | { readonly kind: 'ok'; readonly body: JsonObject; readonly headers?: ResponseHeaders }
  /** Another status; an object as a body is sent as JSON, and without one there is no body. */
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly body?: JsonObject;
      readonly headers?: ResponseHeaders;
    }
  /** Any text, such as the HTML of a gateway. */
  | {
      readonly kind: 'raw';
      readonly status: number;
      readonly contentType: string;
      readonly text: string;
    }
  /** No answer, but the connection stays open. */
  | { readonly kind: 'hang' }
  /** The connection breaks before an answer. */
  | { readonly kind: 'drop' };

export type JsonObject = Readonly<Record<string, unknown>>;
export type ResponseHeaders = Readonly<Record<string, string>>;

/** The read that a script answers. */
export interface Read {
  readonly subscriptionId: string;
  /** When the operation was registered, in milliseconds since the epoch. */
  readonly startedAt: number;
  /** Since it was registered; on a clock of its own where `timeAt` is given. */
  readonly elapsedMs: number;
  /** When, in milliseconds since the epoch, so much will have elapsed. Default: time runs as it does. */
  readonly timeAt?: (elapsedMs: number) => number;
  /** This one included: 1 for the first. */
  readonly reads: number;
}

/** An operation's life: what it answers depends on nothing but the read. */
export type Script = (read: Read) => Answer;
