import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { parse } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import type { RedisClient } from '../connection.ts';
import { FIELDS } from '../fields.ts';
import type { Key, OwnerKey } from '../keys.ts';

/** Of each key that a step may touch, what it must hold. */
interface StepKeys {
  readonly watch: Key<'watch'>;
  readonly epoch: Key<'epoch'>;
  readonly ended: Key<'ended'>;
  readonly runs: Key<'runs'>;
  readonly failed: Key<'failed'>;
  readonly live: Key<'live'>;
  readonly holds: Key<'holds'>;
  readonly budget: Key<'budget'>;
  readonly workspaceBudget: Key<'budget'>;
  readonly wholeBudget: Key<'budget'>;
  readonly outbox: Key<'outbox'>;
  readonly owing: Key<'owing'>;
  readonly stuck: Key<'stuck'>;
  readonly edits: Key<'edits'>;
  readonly editsLeased: Key<'editsLeased'>;
  readonly editPlaces: Key<'editPlaces'>;
  readonly editAskers: Key<'editAskers'>;
  readonly editPace: Key<'editPace'>;
  readonly burst: Key<'burst'>;
  readonly digest: Key<'digest'>;
  readonly fault: Key<'fault'>;
  readonly untaken: Key<'untaken'>;
  readonly appointments: Key<'appointments'>;
  readonly careChanged: Key<'careChanged'>;
  readonly faults: Key<'faults'>;
  readonly memory: Key<'memory'>;
  readonly marks: Key<'marks'>;
  readonly defaults: Key<'defaults'>;
  readonly homes: Key<'homes'>;
  readonly homesDue: Key<'homesDue'>;
  readonly homesPace: Key<'homesPace'>;
  readonly proof: Key<'proof'>;
  readonly audit: Key<'audit'>;
  readonly idempotency: Key<'idempotency'>;
  readonly aside: Key<'aside'>;
  readonly asideKey: Key<'aside'>;
  /** Any key that holds something that is of no use there. */
  readonly holder: Key<string>;
  readonly owner: OwnerKey;
  readonly target: OwnerKey | Key<'stuck'>;
  /** As many as it takes: the last of a step's keys. */
  readonly outboxes: readonly Key<'outbox'>[];
}
type KeyName = keyof StepKeys;

interface Definition<Keys extends readonly KeyName[], Entries extends v.ObjectEntries, Answer> {
  readonly keys: Keys;
  readonly args: Entries;
  readonly answer: v.GenericSchema<unknown, Answer>;
}

type Named<Keys extends readonly KeyName[], Entries extends v.ObjectEntries> = Pick<
  StepKeys,
  Keys[number]
> &
  v.InferOutput<v.ObjectSchema<Entries, undefined>>;

/**
 * An atomic step: one Lua script, so that a process may die before or after it but never within it. May be
 * sent twice, as happens where a connection breaks before the answer: a turn is then spent twice, and
 * nothing worse happens. Rejects where Redis refuses, and then nothing has been written (before Redis 7 that can't
 * be said of rights that its user lacks), or where it does not answer, and then nobody knows.
 */
export interface AtomicStep<Given, Answer> {
  (redis: RedisClient, given: Given): Promise<Answer>;
  readonly stepName: string;
  /** Its keys and arguments, in order. */
  readonly names: { readonly keys: readonly string[]; readonly args: readonly string[] };
  /** The script as Redis gets it, and what EVALSHA calls it. */
  readonly lua: string;
  readonly sha: string;
}

/**
 * Makes a step out of the Lua file beside a module: `commit-watch.lua` beside `commit-watch.ts`. It finds its
 * keys in `keys`, its arguments in `args` (an absent one is nil), both by the names given here, and the fields
 * of ../fields.ts under `FIELD`; `--- include clock` takes in parts/clock.lua. How they travel is worked out
 * here: as one JSON text they took Redis about a sixth more time for each call.
 *
 * @param module the module's `import.meta.url`
 */
export function defineStep<
  const Keys extends readonly KeyName[],
  Entries extends v.ObjectEntries,
  Answer,
>(
  module: string,
  { keys, args, answer }: Definition<Keys, Entries, Answer>,
): AtomicStep<Named<Keys, Entries>, Answer> {
  const wires = Object.entries(args).map(([name, schema]) => wireOf(name, schema));
  // Read as the module is: replaced under a running process, the two would not fit each other.
  const lua = assemble(new URL(module.replace(/\.[jt]s$/, '.lua')), keys, wires);
  const sha = createHash('sha1').update(lua).digest('hex');

  async function step(redis: RedisClient, given: Named<Keys, Entries>): Promise<Answer> {
    const named: Readonly<Record<string, unknown>> = given;
    const keyNames = keys.flatMap((name) => named[name]).map(String);
    const sent = [...keyNames, ...wires.map(({ name, pack }) => pack(named[name]))];
    return v.parse(answer, await run(redis, keyNames.length, sent));
  }

  /** Redis may have forgotten its scripts, or have just begun: then it is told the whole of it. */
  async function run(
    redis: RedisClient,
    keyCount: number,
    sent: readonly string[],
  ): Promise<unknown> {
    try {
      return await redis.evalsha(sha, keyCount, ...sent);
    } catch (error) {
      if (!(error instanceof Error && error.message.startsWith('NOSCRIPT'))) throw error;
      return await redis.eval(lua, keyCount, ...sent);
    }
  }

  return Object.assign(step, {
    stepName: parse(fileURLToPath(module)).name,
    names: { keys, args: wires.map(({ name }) => name) },
    lua,
    sha,
  });
}

/** How an argument gets from TypeScript to Lua: scalars as they are, the rest as JSON. */
interface Wire {
  readonly name: string;
  readonly isOptional: boolean;
  readonly pack: (value: unknown) => string;
  /** Lua that gets the value out of `packed`. */
  readonly unpack: (packed: string) => string;
}

/** Stands for an optional argument that is absent. */
const ABSENT = '\0';

function wireOf(name: string, schema: v.ObjectEntries[string]): Wire {
  if (schema.type !== 'optional' || !('wrapped' in schema))
    return { name, isOptional: false, ...packingOf(schema.type) };
  const { pack, unpack } = packingOf(schema.wrapped.type);
  const packed = (value: unknown) => (value === undefined ? ABSENT : pack(value));
  return { name, isOptional: true, pack: packed, unpack };
}

function packingOf(type: string): Pick<Wire, 'pack' | 'unpack'> {
  switch (type) {
    case 'string':
    case 'picklist':
      return { pack: String, unpack: (packed) => packed };
    case 'number':
      return { pack: String, unpack: (packed) => `tonumber(${packed})` };
    case 'boolean':
      return { pack: String, unpack: (packed) => `(${packed} == 'true')` };
    case 'array':
      return { pack: JSON.stringify, unpack: (packed) => `cjson.decode(${packed})` };
    default:
      throw new Error(`No step takes an argument of the type ${type}`);
  }
}

function assemble(file: URL, keys: readonly string[], wires: readonly Wire[]): string {
  const body = readFileSync(file, 'utf8').replaceAll(/^--- include (.+)$/gm, (_, part: string) =>
    readFileSync(new URL(`parts/${part}.lua`, file), 'utf8'),
  );
  const named = keys.map((name, index) =>
    name === 'outboxes' ? `${name} = {unpack(KEYS, ${index + 1})}` : `${name} = KEYS[${index + 1}]`,
  );
  const given = wires.map(({ name, isOptional, unpack }, index) => {
    const packed = `ARGV[${index + 1}]`;
    return { name, isOptional, packed, value: unpack(packed) };
  });
  const always = given.filter(({ isOptional }) => !isOptional);
  const sometimes = given.filter(({ isOptional }) => isOptional);
  return [
    `local keys = {${named.join(', ')}}`,
    `local args = {${always.map(({ name, value }) => `${name} = ${value}`).join(', ')}}`,
    ...sometimes.map(
      ({ name, packed, value }) => `if ${packed} ~= '\\0' then args.${name} = ${value} end`,
    ),
    withFields(body),
  ].join('\n');
}

const FIELD_NAMES: ReadonlyMap<string, string> = new Map(Object.entries(FIELDS));

function withFields(lua: string): string {
  return lua.replaceAll(/\bFIELD\.(\w+)/g, (_, name: string) => {
    const field = FIELD_NAMES.get(name);
    if (field === undefined) throw new Error(`There is no field ${name}`);
    return `'${field}'`;
  });
}
