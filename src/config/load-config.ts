import * as v from 'valibot';
import { arrange, type Config, type Values } from './config.ts';
import { type SettingName, settings } from './settings.ts';

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

export type LoadedConfig =
  | { readonly kind: 'config'; readonly config: Config }
  | { readonly kind: 'problems'; readonly problems: readonly Problem[] };

/**
 * Reads the whole environment and reports all that is wrong with it at once. An empty setting counts
 * as one that is not set, as docker compose and .env files write it, except where that would open a
 * door.
 */
export function loadConfig(environment: Environment): LoadedConfig {
  const values: Partial<Record<SettingName, unknown>> = {};
  const problems: Problem[] = [];
  for (const name of Object.keys(settings) as SettingName[]) {
    const set = environment[name]?.trim();
    const text = set || fallbackOf(name);
    if (set === '' && isGuard(name)) problems.push(problemWith(name, EMPTY_GUARD));
    if (text === undefined) continue;
    const parsed = v.safeParse(settings[name].schema as v.GenericSchema<string, unknown>, text);
    if (parsed.success) values[name] = parsed.output;
    else problems.push(problemWith(name, parsed.issues[0].message));
  }
  const read = values as Values;
  problems.push(...missing(environment, read, problems), ...contradictions(read));
  const config = problems.length === 0 && arrange(read);
  return config ? { kind: 'config', config } : { kind: 'problems', problems };
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
  return values.POLL_MIN > values.POLL_MAX
    ? [
        problemWith(
          'POLL_MAX',
          'must not be shorter than POLL_MIN (where it is not set, it is 60s)',
        ),
      ]
    : [];
}

function problemWith(name: SettingName, problem: string): Problem {
  const { example, ...rest } = settings[name];
  return { setting: name, problem, example, obtain: 'obtain' in rest ? rest.obtain : undefined };
}

function isGuard(name: SettingName): boolean {
  return 'isGuard' in settings[name];
}

function fallbackOf(name: SettingName): string | undefined {
  const definition = settings[name];
  return 'fallback' in definition ? definition.fallback : undefined;
}
