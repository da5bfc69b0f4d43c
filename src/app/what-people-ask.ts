import type { WebClient } from '@slack/web-api';
import type { AcknowledgeReport } from '../asking/acknowledge.ts';
import { type Asking, type AskingDependencies, createAsking } from '../asking/asking.ts';
import { audited } from '../asking/audited.ts';
import { createQuestions } from '../asking/questions.ts';
import { unattendedWatches } from '../asking/unattended.ts';
import type { Config } from '../config/config.ts';
import type { Outgoing } from '../outgoing/outgoing.ts';
import type { OpenConnection, RedisAccess } from '../redis/access/redis-access.ts';
import { createPublicAmong } from '../slack/public-channels.ts';
import { createTimeZones } from '../slack/time-zones.ts';
import type { ReadOperation } from '../watch/reading.ts';
import { examinationsOf } from './doctor/examinations.ts';
import { type Check, healthOf } from './ops-server.ts';
import type { Stores } from './stores.ts';

interface WhatPeopleAskDependencies
  extends Stores,
    Pick<AskingDependencies, 'policy' | 'now' | 'log' | 'queues' | 'linkTo' | 'onEvent'> {
  readonly config: Config;
  readonly read: ReadOperation;
  readonly armEndpoint: string;
  readonly client: WebClient;
  readonly outgoing: Outgoing;
  readonly access: RedisAccess;
  readonly commands: OpenConnection;
  readonly report: AcknowledgeReport;
  readonly checks: readonly Check[];
  readonly notices: readonly Check[];
}

/** What people in Slack and pipelines can ask for, as it is configured. */
export function whatPeopleAsk(dependencies: WhatPeopleAskDependencies): Asking {
  const { config, client, outgoing, access, commands, reminders, digests, history } = dependencies;
  const { checks, notices } = dependencies;
  const questions = createQuestions(dependencies.read, dependencies.reads);
  const all: AskingDependencies = {
    ...dependencies,
    questions,
    publicAmong: createPublicAmong(client, Date.now),
    examinations: examinationsOf({
      config,
      client,
      fetch: outgoing.fetch,
      readFor: questions.readFor,
      facts: commands.facts,
      checks: () => checks,
      notices,
      now: Date.now,
    }),
    zoneOf: createTimeZones(client, Date.now),
    admins: config.admins,
    trouble: access.explain,
    limits: config.limits,
    historyMs: config.historyMs,
    lastEnded: (most) => history.endedSince(0, most),
    unattended: () => unattendedWatches(reminders, digests),
    health: () => healthOf(checks, notices),
    reach: { ...config.azure, armEndpoint: dependencies.armEndpoint },
  };
  return audited(createAsking(all), all);
}
