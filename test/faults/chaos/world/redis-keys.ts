import type { Redis } from 'ioredis';
import * as v from 'valibot';
import type { KeptDigest, KeptReminder, RedisKey } from '../checks/observation.ts';

const PREFIX = '{mysqlop}';
const DIGEST = `${PREFIX}:digest:`;
const REMINDER = `${PREFIX}:reminder:`;

const About = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({ at: v.number(), calls: v.array(v.object({ message: v.string() })) }),
);

const Line = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({
    operationId: v.string(),
    item: v.object({ kind: v.string(), watchId: v.string(), spell: v.optional(v.number()) }),
  }),
);

const KeptRecord = v.pipe(
  v.string(),
  v.parseJson(),
  v.variant('state', [
    v.object({ state: v.literal('live') }),
    v.object({ state: v.literal('ended'), ending: v.object({ verdict: v.string() }) }),
  ]),
);

/** Everything that the product keeps in Redis. */
export async function redisKeys(redis: Redis): Promise<readonly RedisKey[]> {
  const names = await allNames(redis);
  return await Promise.all(names.toSorted().map((name) => describe(redis, name)));
}

async function allNames(redis: Redis): Promise<readonly string[]> {
  const names = new Set<string>();
  for await (const batch of redis.scanStream({ match: `${PREFIX}*`, count: 1000 })) {
    for (const name of batch) names.add(String(name));
  }
  return [...names];
}

async function describe(redis: Redis, name: string): Promise<RedisKey> {
  const [type, ttlMs] = await Promise.all([redis.type(name), redis.pttl(name)]);
  const verdict = name.startsWith(`${PREFIX}:watch:`) ? await verdictOf(redis, name) : undefined;
  const entries = await entriesOf(redis, name, type);
  const digest = name.startsWith(DIGEST) ? await digestOf(redis, name) : undefined;
  const reminder = name.startsWith(REMINDER) ? await reminderOf(redis, name) : undefined;
  return {
    ...{ name, type, ttlMs, entries },
    ...(verdict !== undefined && { verdict }),
    ...(digest && { digest }),
    ...(reminder && { reminder }),
  };
}

async function entriesOf(redis: Redis, name: string, type: string): Promise<readonly string[]> {
  switch (type) {
    case 'list':
      return await redis.lrange(name, 0, -1);
    case 'set':
      return await redis.smembers(name);
    case 'zset':
      return await redis.zrange(name, 0, '-1');
    default:
      return [];
  }
}

async function verdictOf(redis: Redis, name: string): Promise<string> {
  const record = v.safeParse(KeptRecord, await redis.hget(name, 'record'));
  if (!record.success) return 'unknown';
  return record.output.state === 'live' ? 'running' : record.output.ending.verdict;
}

async function reminderOf(redis: Redis, name: string): Promise<KeptReminder> {
  const { at, calls } = v.parse(About, await redis.hget(name, 'about'));
  return {
    name: `reminder/${name.slice(REMINDER.length)}`,
    madeAt: at,
    calls: calls.map(({ message }) => message),
  };
}

async function digestOf(redis: Redis, name: string): Promise<KeptDigest> {
  const { size, first, previous, ...fields } = await redis.hgetall(name);
  const lines = Array.from({ length: Number(size) }, (_, index) => {
    const { operationId, item } = v.parse(Line, fields[`entry:${index + 1}`]);
    const spell = item.spell === undefined ? '' : `-${item.spell}`;
    return { operationId, itemId: `${item.watchId}/${item.kind}${spell}` };
  });
  return {
    name: `digest/${name.slice(DIGEST.length).replace(':', '/')}`,
    lines,
    ...(first && { first: first.split('/')[1] ?? '' }),
    ...(previous && { previous }),
  };
}
