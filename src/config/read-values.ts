import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { readPemFile } from './redis/pem-file.ts';
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

export type Environment = Readonly<Record<string, string | undefined>>;

/** What settings may name beside themselves. */
export interface Surroundings {
  /** The text of a file; throws as Node does. */
  readonly readFile: (path: string) => string;
  /** By which it is judged whether a certificate has ended. */
  readonly nowMs: number;
}

/** Reads these settings and reports all that is wrong with them at once. */
export function readValues(
  names: readonly SettingName[],
  environment: Environment,
  readFile: Surroundings['readFile'] = (path) => readFileSync(path, 'utf8'),
): {
  readonly values: Partial<Record<SettingName, unknown>>;
  readonly problems: Problem[];
} {
  const values: Partial<Record<SettingName, unknown>> = {};
  const problems: Problem[] = [];
  for (const name of names) {
    const set = textOf(environment, name);
    const text = set || fallbackOf(name);
    if (set === '' && isGuard(name)) problems.push(problemWith(name, EMPTY_GUARD));
    if (text === undefined) continue;
    const parsed = parse(name, text, readFile);
    if (parsed.kind === 'value') values[name] = parsed.value;
    else problems.push(problemWith(name, parsed.problem));
  }
  return { values, problems };
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

export const EMPTY = 'is there, but empty (in a .env file # begins a comment)';
const EMPTY_GUARD = `${EMPTY}; remove the line to let everybody in`;

export function problemWith(name: SettingName, problem: string): Problem {
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
