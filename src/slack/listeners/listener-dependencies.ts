import type { Logger } from 'pino';
import type { Asking } from '../../asking/asking.ts';
import type { ExplainTrouble } from '../../asking/store-in-time.ts';
import type { SlackWriter } from '../api/slack-writer.ts';
import type { HomeKeeper } from '../home/home-keeper.ts';
import type { Gatekeeper } from './gatekeeper.ts';
import type { Requests } from './once-only.ts';

/** What every listener works with. */
export interface ListenerDependencies {
  readonly asking: Asking;
  /** Takes secrets of ours out of what people type. */
  readonly removeKnown: (text: string) => string;
  readonly requests: Requests;
  /** For answers that come later than Slack waits for them. */
  readonly writer: SlackWriter;
  readonly gatekeeper: Gatekeeper;
  readonly homes: Pick<HomeKeeper, 'opened' | 'show'>;
  /** What is behind an error, where it is one of our memory. Without one: what is wrong with it now. */
  readonly trouble: ExplainTrouble;
  /** In milliseconds since the epoch. */
  readonly now: () => number;
  readonly log: Logger;
}
