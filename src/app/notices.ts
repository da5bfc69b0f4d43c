import type { Logger } from 'pino';
import type { Config } from '../config/config.ts';
import type { Outgoing } from '../outgoing/outgoing.ts';
import type { OpenConnection } from '../redis/access/redis-access.ts';
import type { Memory } from '../redis/memory.ts';
import type { ChannelCheck } from '../slack/channel-check.ts';
import {
  azureProblem,
  evictionProblem,
  memoryProblem,
  outboxProblem,
  roundProblem,
  unreadableProblem,
} from './checks.ts';
import type { CountedInRedis } from './metric-sources.ts';
import type { Check } from './ops-server.ts';
import { type Pagers, pagerProblem } from './pagers.ts';
import type { Stores } from './stores.ts';

interface NoticeDependencies extends Pick<Stores, 'faults' | 'outboxes'> {
  readonly config: Config;
  readonly commands: OpenConnection;
  readonly channels: ChannelCheck;
  readonly memory: Memory;
  readonly sources: Pick<CountedInRedis, 'unreadable' | 'rounds'>;
  readonly outgoing: Outgoing;
  readonly pagers: Pagers;
  readonly nameOf: (subscriptionId: string) => string;
  readonly log: Logger;
}

/** What `/readyz` mentions: somebody should know, but the process is ready all the same. */
export function noticesOf({
  config,
  commands,
  faults,
  channels,
  outboxes,
  memory,
  sources,
  outgoing,
  pagers,
  nameOf,
  log,
}: NoticeDependencies): readonly Check[] {
  const { pollMaxMs } = config.policy;
  return [
    { name: 'eviction', problem: watchEviction(commands, log) },
    { name: 'azure', problem: () => azureProblem(faults, nameOf) },
    { name: 'channels', problem: () => channels.problem() },
    { name: 'outbox', problem: () => outboxProblem(outboxes) },
    ...(pagers.all.size > 0
      ? [{ name: 'pagers', problem: () => pagerProblem(pagers, outboxes) }]
      : []),
    { name: 'unreadable', problem: () => unreadableProblem(sources.unreadable) },
    { name: 'memory', problem: () => memoryProblem(memory) },
    { name: 'reads', problem: () => roundProblem(sources.rounds, pollMaxMs, nameOf) },
    ...(config.proxy ? [{ name: 'proxy', problem: outgoing.problem }] : []),
  ];
}

/** Says once in the log, and then whenever it is asked, where Redis may drop what it is to keep. */
function watchEviction({ facts }: OpenConnection, log: Logger): () => string | undefined {
  let problem: string | undefined = 'not known while Redis does not answer';
  void facts.then((known) => {
    problem = evictionProblem(known);
    if (problem) log.warn({ event: 'redis.eviction' }, problem);
  });
  return () => problem;
}
