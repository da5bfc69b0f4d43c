import { namedDestination, parseDestination } from '../watch/names.ts';
import { isOfValue } from './access/redis-fault.ts';
import type { Connection } from './connection.ts';
import { ownerOfDestination } from './fields.ts';
import type { Key } from './keys.ts';
import type { UnreadableItem } from './owed-item.ts';
import { asideEntry, setAside, type UnreadableValue } from './set-aside.ts';
import { faultKeys, findMembers, type KeyType, sharedKeys } from './shared-members.ts';
import { setItemAside } from './steps/set-item-aside.ts';
import { setKeyAside } from './steps/set-key-aside.ts';
import { hashOf, NO_OPERATION } from './watch-id.ts';

/**
 * What can't be read and would be in others' way is set aside, so that they go on, and is kept for a person to
 * look at. Every method rejects while Redis does not answer.
 */
export class AsideStore {
  readonly #connection: Connection;
  readonly #onSetAside: (value: UnreadableValue) => void;

  constructor(
    connection: Connection,
    onSetAside: (value: UnreadableValue) => void = () => undefined,
  ) {
    this.#connection = connection;
    this.#onSetAside = onSetAside;
  }

  /**
   * Does what may be done twice; once more where a key that all share, or an outbox, held something of another
   * type, and has been set aside.
   */
  async past<Given>(work: () => Promise<Given>): Promise<Given> {
    try {
      return await work();
    } catch (error) {
      if (!isOfValue(error)) throw error;
      await this.setKeysAside(error);
      return await work();
    }
  }

  /** @param error may name an outbox besides the keys that all share */
  async setKeysAside(error?: unknown): Promise<void> {
    const { client } = this.#connection;
    const suspects = [
      ...sharedKeys(this.#connection),
      ...(await faultKeys(this.#connection)),
      ...this.#outboxIn(error),
    ];
    const pipeline = client.pipeline();
    for (const [key] of suspects) pipeline.type(key);
    const types = (await pipeline.exec()) ?? [];
    for (const [index, [key, holds]] of suspects.entries()) {
      const [failed, type] = types[index] ?? [];
      if (failed) throw failed;
      if (type !== 'none' && type !== holds) await this.#setKeyAside(key, holds);
    }
  }

  #outboxIn(error: unknown): readonly (readonly [Key<string>, KeyType])[] {
    const { keys } = this.#connection;
    const text = error instanceof Error ? error.message : '';
    const name = /WRONGTYPE (\S+) holds/.exec(text)?.[1];
    if (!name?.startsWith(keys.prefixes.outboxes)) return [];
    const destination = parseDestination(name.slice(keys.prefixes.outboxes.length));
    return destination ? [[keys.outbox(destination), 'list']] : [];
  }

  async #setKeyAside(holder: Key<string>, holds: KeyType): Promise<void> {
    const { client, keys } = this.#connection;
    const where = holder.slice(keys.prefix.length + 1);
    const asideKey = keys.asideKey(where);
    const value = { where, why: `was of another type, and is now called aside:${where}` };
    const entry = asideEntry(value, '');
    const [state] = await setKeyAside(client, {
      holder,
      aside: keys.aside,
      asideKey,
      holds,
      entry,
    });
    if (state === 'aside') this.#onSetAside(value);
  }

  /** What an outbox holds first and nobody can read; or the outbox itself, where it is none. */
  async setItemAside({ destination, raw }: UnreadableItem): Promise<void> {
    const { client, keys } = this.#connection;
    if (raw === undefined) return await this.#setKeyAside(keys.outbox(destination), 'list');
    const about = namedDestination(destination);
    const watch = 'watchId' in about ? hashOf(about.watchId) : undefined;
    const value = { where: `outbox:${destination}`, why: 'an item that can’t be read' };
    const [state] = await setItemAside(client, {
      outbox: keys.outbox(destination),
      owing: keys.owing,
      stuck: keys.stuck,
      owner: ownerOfDestination(keys, about),
      epoch: keys.epoch(watch?.hash ?? NO_OPERATION),
      aside: keys.aside,
      destination,
      item: raw,
      // Nobody knows which item it was.
      claimField: '',
      routeField: '',
      ...(watch && { epochNumber: watch.epoch }),
      entry: asideEntry(value, raw),
    });
    if (state === 'aside') this.#onSetAside(value);
  }

  /** What names nothing, where watches, destinations and messages are named. */
  async setMembersAside(): Promise<void> {
    const { client, keys } = this.#connection;
    const { misplaced } = await findMembers(this.#connection);
    for (const member of misplaced) {
      const { name, holder, holds } = member;
      const value = holds === 'hash' ? await client.hget(holder, name) : undefined;
      this.#onSetAside(await setAside(this.#connection, { ...member, ...(value && { value }) }));
      // Its place in the edit queue goes with it.
      if (holder === keys.editsLeased) await client.hdel(keys.editPlaces, name, `${name}+`);
    }
  }
}
