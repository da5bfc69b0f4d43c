import { azureContradictions } from './azure-contradictions.ts';
import { arrange, type Config } from './config.ts';
import { configuredSecrets } from './configured-secrets.ts';
import { type MisspeltName, misspeltNames } from './misspelt-names.ts';
import {
  EMPTY,
  type Environment,
  type Problem,
  problemWith,
  readValues,
  type Surroundings,
} from './read-values.ts';
import { redisContradictions } from './redis/redis-contradictions.ts';
import { type SettingName, settings, type Values } from './settings.ts';

export type LoadedConfig =
  | { readonly kind: 'config'; readonly config: Config }
  | { readonly kind: 'problems'; readonly problems: readonly Problem[] };

/**
 * Reads the whole environment and reports all that is wrong with it at once. An empty setting counts
 * as one that is not set, as docker compose and .env files write it, except where that would open a
 * door.
 */
export function loadConfig(
  environment: Environment,
  surroundings: Partial<Surroundings> = {},
): LoadedConfig {
  const { nowMs = Date.now() } = surroundings;
  const { values, problems } = readValues(
    Object.keys(settings) as SettingName[],
    environment,
    surroundings.readFile,
  );
  const read = values as Values;
  const misspelt = misspeltNames(environment);
  problems.push(...missing(environment, read, problems, misspelt), ...contradictions(read));
  if (!problems.some(({ setting }) => setting.startsWith('AZURE_'))) {
    const found = azureContradictions(read);
    problems.push(...found.map(({ setting, problem }) => problemWith(setting, problem)));
  }
  if (!problems.some(({ setting }) => setting.startsWith('REDIS_'))) {
    const found = redisContradictions(read, nowMs);
    problems.push(...found.map(({ setting, problem }) => problemWith(setting, problem)));
  }
  const config =
    problems.length === 0 && arrange(read, configuredSecrets(environment, read), misspelt);
  return config ? { kind: 'config', config } : { kind: 'problems', problems };
}

function missing(
  environment: Environment,
  values: Values,
  found: readonly Problem[],
  misspelt: readonly MisspeltName[],
): Problem[] {
  const names: SettingName[] = ['SLACK_BOT_TOKEN', 'AZURE_SUBSCRIPTIONS', 'ONCALL_CHANNEL'];
  const needsEntrance = values.ROLE !== 'worker' && !values.SLACK_SIGNING_SECRET;
  const isMissing = (name: SettingName) => {
    const slip = misspelt.find(({ meant }) => meant === name);
    return slip ? `is missing: is ${slip.name} a slip?` : 'is missing';
  };
  const isBad = (name: SettingName) => found.some((problem) => problem.setting === name);
  const problems = names
    .filter((name) => values[name] === undefined && !isBad(name))
    .map((name) => problemWith(name, environment[name] === undefined ? isMissing(name) : EMPTY));
  const entranceIsBad = isBad('SLACK_APP_TOKEN') || isBad('SLACK_SIGNING_SECRET');
  if (needsEntrance && !values.SLACK_APP_TOKEN && !entranceIsBad) {
    problems.push(
      problemWith(
        'SLACK_APP_TOKEN',
        'is missing (or SLACK_SIGNING_SECRET, for requests over HTTP)',
      ),
    );
  }
  return problems;
}

function contradictions(values: Values): Problem[] {
  const { POLL_MIN, POLL_MAX, WEBHOOK_URL, WEBHOOK_SECRET } = values;
  const { API_TOKENS, API_PORT, OPS_PORT, PORT, SLACK_APP_TOKEN } = values;
  const isTaken = API_PORT === OPS_PORT || (!SLACK_APP_TOKEN && API_PORT === PORT);
  const longest = 'must not be shorter than POLL_MIN (where it is not set, it is 60s)';
  return [
    ...(POLL_MIN > POLL_MAX ? [problemWith('POLL_MAX', longest)] : []),
    ...(WEBHOOK_URL && !WEBHOOK_SECRET
      ? [problemWith('WEBHOOK_SECRET', 'is missing: what is sent to WEBHOOK_URL is signed')]
      : []),
    ...(API_TOKENS && isTaken
      ? [problemWith('API_PORT', 'must be another port than OPS_PORT and PORT')]
      : []),
  ];
}
