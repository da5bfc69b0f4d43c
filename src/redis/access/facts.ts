import * as v from 'valibot';
import type { RedisClient } from '../connection.ts';

/** What a server says about itself, as far as it does: INFO may be forbidden, HELLO unknown. */
export interface ServerFacts {
  /** Such as `7.0.15`. */
  readonly version: string | undefined;
  /** `standalone`, `cluster` or `sentinel`. */
  readonly mode: string | undefined;
  /** `redis`, `valkey` or another. */
  readonly product: string;
  /** What it drops when memory is short; `noeviction` drops nothing. */
  readonly evictionPolicy: string | undefined;
}

const Hello = v.array(v.unknown());

/** Asks a server about itself. Rejects only where there is no connection. */
export async function askFacts(client: RedisClient): Promise<ServerFacts> {
  const [info, hello] = await Promise.all([
    client.info().then(fieldsOfInfo, ifRefused<ReadonlyMap<string, string>>(new Map())),
    // HELLO tells the version and the mode to a user who may not use INFO. 3 is what the client speaks.
    client
      .call('HELLO', '3')
      .then(fieldsOfHello, ifRefused<ReadonlyMap<string, string>>(new Map())),
  ]);
  const isValkey = info.has('valkey_version') || hello.get('server') === 'valkey';
  return {
    version: info.get('valkey_version') ?? info.get('redis_version') ?? hello.get('version'),
    mode: info.get('redis_mode') ?? hello.get('mode'),
    product: isValkey ? 'valkey' : (hello.get('server') ?? 'redis'),
    evictionPolicy: info.get('maxmemory_policy'),
  };
}

/** What the server refuses is not known; what fails for another reason fails. */
function ifRefused<Value>(value: Value): (error: unknown) => Value {
  return (error) => {
    if (error instanceof Error && error.name === 'ReplyError') return value;
    throw error;
  };
}

function fieldsOfInfo(text: string): ReadonlyMap<string, string> {
  const lines = text.split(/\r?\n/).map((line) => line.split(/:(.*)/s));
  return new Map(lines.map(([name = '', value = '']) => [name, value]));
}

function fieldsOfHello(answer: unknown): ReadonlyMap<string, string> {
  const list = v.is(Hello, answer) ? answer : [];
  const fields = new Map<string, string>();
  for (let at = 0; at + 1 < list.length; at += 2)
    fields.set(String(list[at]), String(list[at + 1]));
  return fields;
}

const OLDEST_MAJOR = 6;

/** Valkey began with 7.2. */
export function isTooOld({ version }: ServerFacts): boolean {
  const major = Number.parseInt(version ?? '', 10);
  return major < OLDEST_MAJOR;
}
