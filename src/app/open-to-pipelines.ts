import type { WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import packageJson from '../../package.json' with { type: 'json' };
import { type ApiServer, startApiServer } from '../api/api-server.ts';
import type { ApiDependencies, ApiTrouble } from '../api/dependencies.ts';
import type { Asking } from '../asking/asking.ts';
import type { ExplainTrouble } from '../asking/store-in-time.ts';
import type { Config } from '../config/config.ts';
import type { OpenConnection } from '../redis/access/redis-access.ts';
import { IdempotencyStore } from '../redis/idempotency-store.ts';
import { chosenPlace } from '../slack/chosen-place.ts';
import { answerInTime, failed } from '../slack/listeners/answer-in-time.ts';
import { whyNotInChannel } from '../slack/listeners/gatekeeper.ts';
import { plainWords } from '../slack/messages/plain-answer.ts';
import { rememberedPlaces } from '../slack/remembered-places.ts';

interface PipelineDependencies {
  readonly asking: Asking;
  /** What keeps our memory from its work; of no error, as it stands. */
  readonly trouble: ExplainTrouble;
  readonly config: Config;
  readonly client: WebClient;
  readonly commands: OpenConnection;
  readonly removeKnown: (text: string) => string;
  readonly report: ApiDependencies['report'];
  readonly log: Logger;
}

/**
 * Opens the bot to pipelines.
 *
 * @returns undefined where no token is configured
 * @throws where the port can't be had
 */
export async function openToPipelines(
  dependencies: PipelineDependencies,
): Promise<ApiServer | undefined> {
  const { asking, trouble, config, client, commands, removeKnown, log } = dependencies;
  const { api, allowed } = config;
  if (!api) return undefined;
  const server = await startApiServer(
    api,
    {
      asking,
      tokens: api.tokens,
      requestsPerMinute: api.requestsPerMinute,
      keys: new IdempotencyStore(commands),
      whyNotIn: (channel) => whyNotInChannel(channel, allowed.channels),
      placeFor: rememberedPlaces((channel) => chosenPlace(client, channel), Date.now),
      inTime: (work) => answerInTime(work, { trouble, log }),
      whatFailed: (error) => failed(error, { event: 'command.search_failed' }, { trouble, log }),
      wordsOf,
      removeKnown,
      report: dependencies.report,
      log,
    },
    packageJson.version,
  );
  log.info({ event: 'api.started', host: api.host, port: api.port });
  return server;
}

/** As people are told in Slack, without the sign before it. */
function wordsOf(what: ApiTrouble): string {
  const answer = what.kind === 'broken' ? { ...what, loggedAs: 'api.failed' } : what;
  return plainWords(answer).replace(/^\p{Extended_Pictographic}\uFE0F?\s+/u, '');
}
