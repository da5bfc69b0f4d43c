import type { Logger } from 'pino';
import type { Requests, WatchDesk } from '../desk.ts';
import type { Gatekeeper } from './gatekeeper.ts';

/** What every listener works with. */
export interface ListenerDependencies {
  readonly desk: WatchDesk;
  readonly requests: Requests;
  readonly gatekeeper: Gatekeeper;
  readonly log: Logger;
}
