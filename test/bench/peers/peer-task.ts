import { readFileSync } from 'node:fs';
import * as v from 'valibot';

const Operation = v.object({
  operationId: v.string(),
  subscriptionId: v.string(),
  location: v.string(),
  server: v.string(),
  channel: v.string(),
  cardTs: v.string(),
});
export type PeerOperation = v.InferOutput<typeof Operation>;

/** What a peer is to do. */
const PeerTask = v.object({
  armEndpoint: v.string(),
  armToken: v.string(),
  slackApiUrl: v.string(),
  slackToken: v.string(),
  oncallChannel: v.string(),
  mention: v.string(),
  /** Pause between two reads of an operation; 0 is as fast as it can. */
  intervalMs: v.number(),
  /** Whether it edits cards and posts alerts, or reads only. */
  writes: v.boolean(),
  operations: v.array(Operation),
});
export type PeerTask = v.InferOutput<typeof PeerTask>;

/** Reads the task from the file that the command line names. */
export function readTask(): PeerTask {
  const [, , file = ''] = process.argv;
  return v.parse(v.pipe(v.string(), v.parseJson(), PeerTask), readFileSync(file, 'utf8'));
}
