import type { WebClient } from '@slack/web-api';
import type { AcknowledgeReport } from '../asking/acknowledge.ts';
import { type AskingDependencies, createAsking } from '../asking/asking.ts';
import { audited } from '../asking/audited.ts';
import { createQuestions } from '../asking/questions.ts';
import { unattendedWatches } from '../asking/unattended.ts';
import type { Config } from '../config/config.ts';
import type { Outgoing } from '../outgoing/outgoing.ts';
import type { OpenConnection, RedisAccess } from '../redis/access/redis-access.ts';
import { faultOfStore } from '../redis/access/redis-fault.ts';
import type { HomeStore } from '../redis/home-store.ts';
import { RequestStore } from '../redis/request-store.ts';
import type { SlackWriter } from '../slack/api/slack-writer.ts';
import { createEntrance, type Entrance, type EntranceOptions } from '../slack/entrance.ts';
import { createHomeKeeper } from '../slack/home/home-keeper.ts';
import { createMemberships } from '../slack/home/memberships.ts';
import { createGatekeeper } from '../slack/listeners/gatekeeper.ts';
import { createPublicAmong } from '../slack/public-channels.ts';
import { createTimeZones } from '../slack/time-zones.ts';
import type { TeamId } from '../watch/names.ts';
import type { ReadOperation } from '../watch/reading.ts';
import { examinationsOf } from './doctor/examinations.ts';
import { type Check, healthOf } from './ops-server.ts';
import type { Stores } from './stores.ts';

interface PeopleDependencies
  extends Stores,
    Pick<AskingDependencies, 'policy' | 'now' | 'log' | 'queues' | 'linkTo' | 'onEvent'> {
  readonly config: Config;
  readonly entrance: EntranceOptions;
  readonly read: ReadOperation;
  readonly armEndpoint: string;
  readonly client: WebClient;
  readonly writer: SlackWriter;
  readonly outgoing: Outgoing;
  readonly access: RedisAccess;
  readonly commands: OpenConnection;
  readonly homes: HomeStore;
  readonly removeKnown: (text: string) => string;
  readonly reportRedis: (error: unknown) => boolean;
  readonly report: AcknowledgeReport;
  /** Undefined while nobody knows to which teams the bot belongs. */
  readonly teams: () => readonly TeamId[] | undefined;
  readonly checks: readonly Check[];
  readonly notices: readonly Check[];
}

/** Opens the bot to people: commands, buttons, forms and the Home tab. Nothing is heard before it is started. */
export function openToPeople(dependencies: PeopleDependencies): Entrance {
  const { config, client, outgoing, access, commands, reminders, digests, history } = dependencies;
  const { writer, removeKnown, reportRedis, checks, notices, log } = dependencies;
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
  const asking = audited(createAsking(all), all);
  const trouble = (error: unknown) => {
    if (error === undefined) return access.fault();
    return faultOfStore(error) && access.explain(error);
  };
  const homes = createHomeKeeper({
    ...{ asking, client, trouble, reportRedis, log },
    book: dependencies.homes,
    memberships: createMemberships(client, Date.now),
  });
  const { botToken, apiUrl } = config.slack;
  const entrance = createEntrance(
    { ...dependencies.entrance, botToken, apiUrl, outgoing },
    {
      asking,
      removeKnown,
      requests: new RequestStore(commands),
      writer,
      gatekeeper: createGatekeeper({
        ...config.allowed,
        teams: () => config.allowed.teams ?? dependencies.teams(),
      }),
      homes,
      trouble,
      now: Date.now,
      log,
    },
  );
  return {
    start: () => entrance.start(),
    problem: () => entrance.problem(),
    async close() {
      homes.close();
      await entrance.close();
    },
  };
}
