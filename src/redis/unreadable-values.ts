import * as v from 'valibot';
import { isOfValue } from './access/redis-fault.ts';
import type { Connection } from './connection.ts';
import { UnreadableValue } from './set-aside.ts';
import { faultKeys, findMembers, sharedKeys } from './shared-members.ts';
import { type FoundWatch, WHY_UNREADABLE } from './stored-record.ts';
import type { WatchStore } from './watch-store.ts';

const KeptAside = v.pipe(v.string(), v.parseJson(), UnreadableValue);

/**
 * All values that can't be read: those that are set aside, those that are in nobody's way and are left alone, and
 * those that nobody has got to yet. Rejects while Redis does not answer.
 *
 * @param odd live watches that have just been found to be among them
 * @param known ids of all live watches
 */
export async function findUnreadable(
  connection: Connection,
  watches: WatchStore,
  odd: readonly FoundWatch[],
  known: ReadonlySet<string>,
): Promise<readonly UnreadableValue[]> {
  const { misplaced, watches: named, digests } = await findMembers(connection);
  const others = await watches.findAll(named.filter((id) => !known.has(id)));
  const { prefix, digest } = connection.keys;
  const typed = [
    ...sharedKeys(connection),
    ...(await faultKeys(connection)),
    ...digests.map((each) => [digest(each.burst, each.digest), 'hash'] as const),
  ];
  return [
    ...(await keptAside(connection)),
    ...[...odd, ...others].flatMap(whatOf),
    ...misplaced.map(({ holder, why }) => ({ where: holder.slice(prefix.length + 1), why })),
    ...(await ofAnotherType(connection, typed)),
  ];
}

async function keptAside({ client, keys }: Connection): Promise<readonly UnreadableValue[]> {
  const entries = await client.lrange(keys.aside, 0, '-1').catch((error: unknown) => {
    if (isOfValue(error)) return [''];
    throw error;
  });
  return entries.map((entry) => {
    const parsed = v.safeParse(KeptAside, entry);
    return parsed.success ? parsed.output : { where: keys.aside, why: 'can’t be read itself' };
  });
}

async function ofAnotherType(
  { client, keys }: Connection,
  typed: ReturnType<typeof sharedKeys>,
): Promise<readonly UnreadableValue[]> {
  const pipeline = client.pipeline();
  for (const [key] of typed) pipeline.type(key);
  const types = (await pipeline.exec()) ?? [];
  return typed.flatMap(([key, holds], index) => {
    const type = types[index]?.[1] ?? 'none';
    const why = `is no ${holds}`;
    return type === 'none' || type === holds
      ? []
      : [{ where: key.slice(keys.prefix.length + 1), why }];
  });
}

function whatOf(found: FoundWatch): readonly UnreadableValue[] {
  if (found.kind === 'unreadable')
    return [{ where: `watch:${found.id}`, why: `its record ${WHY_UNREADABLE[found.why]}` }];
  if (found.isCounted) return [];
  return [{ where: `watch:${found.record.id}`, why: 'nobody can tell what it owes: it is kept' }];
}
