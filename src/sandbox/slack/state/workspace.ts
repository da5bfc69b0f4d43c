import type { SlackOptions } from '../options.ts';
import { CallLog } from './call-log.ts';
import { ChangeFeed } from './change-feed.ts';
import { Directory } from './channels.ts';
import { Ephemerals } from './ephemerals.ts';
import { Files } from './files.ts';
import { Messages } from './messages.ts';
import { createTimestamps } from './timestamps.ts';
import { Triggers } from './triggers.ts';
import { Views } from './views.ts';

/** Everything the simulated Slack keeps. */
export interface Workspace {
  readonly now: () => number;
  /** Ids for what an app left without one. */
  readonly nextId: () => string;
  readonly scopes: ReadonlySet<string>;
  readonly feed: ChangeFeed;
  readonly directory: Directory;
  readonly messages: Messages;
  readonly ephemerals: Ephemerals;
  readonly files: Files;
  readonly views: Views;
  readonly triggers: Triggers;
  readonly callLog: CallLog;
}

export function createWorkspace(options: SlackOptions): Workspace {
  const { now } = options;
  const feed = new ChangeFeed();
  const clock = { now, nextTs: createTimestamps(now) };
  const nextId = createIds();
  return {
    now,
    nextId,
    scopes: new Set(options.scopes),
    feed,
    directory: new Directory(feed, options.channels, options.users),
    messages: new Messages(feed, clock),
    ephemerals: new Ephemerals(feed, clock),
    files: new Files(nextId),
    views: new Views(feed, nextId),
    triggers: new Triggers(now),
    callLog: new CallLog(feed, now),
  };
}

function createIds(): () => string {
  let last = 0;
  return () => {
    last += 1;
    return last.toString(36).toUpperCase().padStart(5, '0');
  };
}
