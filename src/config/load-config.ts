import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { azureContradictions } from './azure-contradictions.ts';
import { arrange, type Config } from './config.ts';
import { configuredSecrets } from './configured-secrets.ts';
import { readPemFile } from './redis/pem-file.ts';
import { redisContradictions } from './redis/redis-contradictions.ts';
import { type SettingName, settings, type Values } from './settings.ts';

/**
 * What is wrong with one setting, and how to put it right. Never holds the value, which may be a
 * secret in the wrong place.
 */
export interface Problem {
  readonly setting: SettingName;
  readonly problem: string;
  readonly obtain: string | undefined;
  readonly example: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** What settings may name beside themselves. */
interface Surroundings {
  /** The text of a file; throws as Node does. */
  readonly readFile: (path: string) => string;
  /** By which it is judged whether a certificate has ended. */
  readonly nowMs: number;
}

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
  const { readFile = (path: string) => readFileSync(path, 'utf8'), nowMs = Date.now() } =
    surroundings;
  const values: Partial<Record<SettingName, unknown>> = {};
  const problems: Problem[] = [];
  for (const name of Object.keys(settings) as SettingName[]) {
    const set = textOf(environment, name);
    const text = set || fallbackOf(name);
    if (set === '' && isGuard(name)) problems.push(problemWith(name, EMPTY_GUARD));
    if (text === undefined) continue;
    const parsed = parse(name, text, readFile);
    if (parsed.kind === 'value') values[name] = parsed.value;
    else problems.push(problemWith(name, parsed.problem));
  }
  const read = values as Values;
  problems.push(...missing(environment, read, problems), ...contradictions(read));
  if (!problems.some(({ setting }) => setting.startsWith('AZURE_'))) {
    const found = azureContradictions(read);
    problems.push(...found.map(({ setting, problem }) => problemWith(setting, problem)));
  }
  if (!problems.some(({ setting }) => setting.startsWith('REDIS_'))) {
    const found = redisContradictions(read, nowMs);
    problems.push(...found.map(({ setting, problem }) => problemWith(setting, problem)));
  }
  const config = problems.length === 0 && arrange(read, configuredSecrets(environment, read));
  return config ? { kind: 'config', config } : { kind: 'problems', problems };
}

type Parsed =
  | { readonly kind: 'value'; readonly value: unknown }
  | { readonly kind: 'problem'; readonly problem: string };

function parse(name: SettingName, set: string, readFile: Surroundings['readFile']): Parsed {
  const setting = settings[name];
  const file = 'isFile' in setting ? readPemFile(set, readFile) : undefined;
  if (file?.kind === 'unreadable') return { kind: 'problem', problem: file.problem };
  const schema = setting.schema as v.GenericSchema<string, unknown>;
  const parsed = v.safeParse(schema, file?.text ?? set);
  return parsed.success
    ? { kind: 'value', value: parsed.output }
    : { kind: 'problem', problem: parsed.issues[0].message };
}

const EMPTY = 'is there, but empty (in a .env file # begins a comment)';
const EMPTY_GUARD = `${EMPTY}; remove the line to let everybody in`;

function missing(environment: Environment, values: Values, found: readonly Problem[]): Problem[] {
  const names: SettingName[] = ['SLACK_BOT_TOKEN', 'AZURE_SUBSCRIPTIONS', 'ONCALL_CHANNEL'];
  const needsEntrance = values.ROLE !== 'worker' && !values.SLACK_SIGNING_SECRET;
  const isBad = (name: SettingName) => found.some((problem) => problem.setting === name);
  const problems = names
    .filter((name) => values[name] === undefined && !isBad(name))
    .map((name) => problemWith(name, environment[name] === undefined ? 'is missing' : EMPTY));
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
  const longest = 'must not be shorter than POLL_MIN (where it is not set, it is 60s)';
  return [
    ...(POLL_MIN > POLL_MAX ? [problemWith('POLL_MAX', longest)] : []),
    ...(WEBHOOK_URL && !WEBHOOK_SECRET
      ? [problemWith('WEBHOOK_SECRET', 'is missing: what is sent to WEBHOOK_URL is signed')]
      : []),
  ];
}

function problemWith(name: SettingName, problem: string): Problem {
  const { example, ...rest } = settings[name];
  return { setting: name, problem, example, obtain: 'obtain' in rest ? rest.obtain : undefined };
}

/** An empty setting counts as none, so that its other spelling is looked at. */
function textOf(environment: Environment, name: SettingName): string | undefined {
  const setting = settings[name];
  const set = environment[name]?.trim();
  return 'otherSpelling' in setting ? set || environment[setting.otherSpelling]?.trim() : set;
}

function isGuard(name: SettingName): boolean {
  return 'isGuard' in settings[name];
}

function fallbackOf(name: SettingName): string | undefined {
  const definition = settings[name];
  return 'fallback' in definition ? definition.fallback : undefined;
}
