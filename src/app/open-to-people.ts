import type { WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import type { Asking } from '../asking/asking.ts';
import type { ExplainTrouble } from '../asking/store-in-time.ts';
import type { Config } from '../config/config.ts';
import type { Outgoing } from '../outgoing/outgoing.ts';
import type { OpenConnection } from '../redis/access/redis-access.ts';
import type { HomeStore } from '../redis/home-store.ts';
import { RequestStore } from '../redis/request-store.ts';
import type { SlackWriter } from '../slack/api/slack-writer.ts';
import { createEntrance, type Entrance, type EntranceOptions } from '../slack/entrance.ts';
import { createHomeKeeper } from '../slack/home/home-keeper.ts';
import { createMemberships } from '../slack/home/memberships.ts';
import { createGatekeeper } from '../slack/listeners/gatekeeper.ts';
import type { TeamId } from '../watch/names.ts';

interface PeopleDependencies {
  readonly asking: Asking;
  /** What keeps our memory from its work; of no error, as it stands. */
  readonly trouble: ExplainTrouble;
  readonly config: Config;
  readonly entrance: EntranceOptions;
  readonly client: WebClient;
  readonly writer: SlackWriter;
  readonly outgoing: Outgoing;
  readonly commands: OpenConnection;
  readonly homes: HomeStore;
  readonly removeKnown: (text: string) => string;
  readonly reportRedis: (error: unknown) => boolean;
  /** Undefined while nobody knows to which teams the bot belongs. */
  readonly teams: () => readonly TeamId[] | undefined;
  readonly log: Logger;
}

/** Opens the bot to people: commands, buttons, forms and the Home tab. Nothing is heard before it is started. */
export function openToPeople(dependencies: PeopleDependencies): Entrance {
  const { asking, trouble, config, client, outgoing, commands, log } = dependencies;
  const { writer, removeKnown, reportRedis } = dependencies;
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
