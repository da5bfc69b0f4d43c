/** Something that goes wrong with Redis, and what is to be seen of it. */
export interface RedisFaultRow {
  readonly name: string;
  /** What `/readyz` and answers to people begin with as soon as it is known. */
  readonly problem: string;
  /** Of what is to be done about it, a part. */
  readonly advice: string;
  /** It may pass by itself: people are told to ask again, and not to tell somebody. Default: no. */
  readonly passes?: boolean;
  /** What is carried out all the same, since nothing that it needs is refused. Default: nothing. */
  readonly served?: readonly ('list' | 'watch' | 'press')[];
  /** Starts what the bot is pointed at. */
  readonly arrange: () => Promise<Scenery>;
}

/** A Redis with all that lies before it, which can be hurt. */
export interface Scenery {
  /** What the bot is told, `REDIS_URL` above all. */
  readonly settings: Readonly<Record<string, string>>;
  strike(): Promise<unknown>;
  /** From outside: the bot is not restarted. Without it, only another setting would help. */
  readonly mend?: (() => Promise<unknown>) | undefined;
  /** Asked while it is hurt; fails where the bot has done something that it must not. */
  readonly inspect?: () => Promise<unknown>;
  stop(): Promise<unknown>;
}
