import type { ChannelId, UserId } from '../watch/names.ts';

/** Who asks, and where. */
export interface Asker {
  readonly channel: ChannelId;
  readonly user: UserId;
  /** Only some people can see what is said in that channel. */
  readonly isPrivate: boolean;
  /** Answers the asker alone, for 30 minutes. A secret: never logged. */
  readonly responseUrl?: string;
}

/** Who presses a button, and where. */
export type Presser = Pick<Asker, 'channel' | 'user'>;
