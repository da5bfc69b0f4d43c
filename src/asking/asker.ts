import type { AskerId } from '../watch/askers.ts';
import type { ChannelId, UserId } from '../watch/names.ts';

/** Who uses the bot, and where: a person in Slack or a pipeline. */
export interface Caller {
  readonly channel: ChannelId;
  readonly user: AskerId;
}

/** Who asks, and where. */
export interface Asker extends Caller {
  /** Only some people can see what is said in that channel. */
  readonly isPrivate: boolean;
  /** Answers the asker alone, for 30 minutes. A secret: never logged. */
  readonly responseUrl?: string;
}

/** A person who presses a button or gives a command, and where. */
export interface Presser extends Caller {
  readonly user: UserId;
}
