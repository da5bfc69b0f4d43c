import type { WebClient } from '@slack/web-api';
import packageJson from '../../../package.json' with { type: 'json' };
import type { DoctorDependencies, Examination, Finding } from '../../asking/doctor.ts';
import type { Config } from '../../config/config.ts';
import type { ServerFacts } from '../../redis/access/facts.ts';
import type { NeededChannel } from '../../slack/channel-check.ts';
import { examineChannel } from '../../slack/examine-channel.ts';
import { examineScopes } from '../../slack/examine-scopes.ts';
import type { AskerId } from '../../watch/askers.ts';
import type { ReadOperation } from '../../watch/reading.ts';
import { neededChannels } from '../needed-channels.ts';
import type { Check } from '../ops-server.ts';
import { examineAzure } from './examine-azure.ts';
import { examineClock } from './examine-clock.ts';
import { examineSettings } from './examine-settings.ts';

/** What the examinations look at. */
export interface Patient {
  readonly config: Config;
  readonly client: WebClient;
  readonly fetch: Parameters<typeof examineClock>[1];
  /** Within what people may have of the budget. */
  readonly readFor: (asker: AskerId) => ReadOperation;
  readonly facts: Promise<ServerFacts>;
  /** What `/readyz` goes by, and what it mentions besides. */
  readonly checks: () => readonly Check[];
  readonly notices: readonly Check[];
  readonly now: () => number;
}

/** All that `/mysqlop doctor` looks at: for who asks, and with the bot as a whole. */
export function examinationsOf({
  config,
  client,
  fetch,
  readFor,
  facts,
  checks,
  notices,
  now,
}: Patient): DoctorDependencies['examinations'] {
  return {
    here: [
      // Whoever may not is told so in place of this.
      { about: 'You', look: async () => [fine('You', 'You may use me here.')] },
      {
        about: 'This channel',
        look: ({ channel }) => examineChannel(client, 'This channel', channel),
      },
    ],
    whole: [
      { about: 'Azure', look: ({ user }) => examineAzure(config.azure, readFor(user)) },
      { about: 'Slack app', look: () => examineScopes(client) },
      {
        about: 'Clock',
        look: () => examineClock(new URL('api.test', config.slack.apiUrl).href, fetch, now),
      },
      { about: 'Settings', look: async () => examineSettings(config) },
      ...CHECKED.map(([name, about]) => examinationOf(name, about, 'fault', checks)),
      ...firstOfEach(neededChannels(config)).map(({ setting, id }) => ({
        about: setting,
        look: () => examineChannel(client, setting, id),
      })),
      // Other processes may see it where this one's look at Azure does not.
      examinationOf('azure', 'Sign-in', 'fault', () => notices),
      ...NOTICED.map(([name, about]) => examinationOf(name, about, 'notice', () => notices)),
      { about: 'Versions', look: async () => [await versions(facts)] },
    ],
  };
}

/** What several settings name is looked at once. */
function firstOfEach(channels: readonly NeededChannel[]): readonly NeededChannel[] {
  return channels.filter(({ id }, at) => channels.findIndex((each) => each.id === id) === at);
}

const CHECKED = [
  ['redis', 'Redis'],
  ['slack', 'Slack'],
  ['entrance', 'Entrance'],
] as const;
const NOTICED = [
  ['eviction', 'Redis’ memory'],
  ['outbox', 'Owed messages'],
  ['unreadable', 'Stored values'],
  ['memory', 'Memory'],
  ['reads', 'Reads'],
  ['proxy', 'Proxy'],
] as const;

/** Of what `/readyz` says as well. */
function examinationOf(
  name: string,
  about: string,
  state: Finding['state'],
  checks: () => readonly Check[],
): Examination {
  return {
    about,
    look: async () => {
      const check = checks().find((each) => each.name === name);
      if (!check) return [];
      const problem = await check.problem();
      return [problem === undefined ? fine(about, 'In order.') : { state, about, says: problem }];
    },
  };
}

function fine(about: string, says: string): Finding {
  return { state: 'fine', about, says };
}

async function versions(facts: Promise<ServerFacts>): Promise<Finding> {
  const { product, version } = await facts;
  const redis = version === undefined ? product : `${product} ${version}`;
  return fine(
    'Versions',
    `mysqlop ${packageJson.version}, Node ${process.versions.node}, ${redis}`,
  );
}
