import * as v from 'valibot';
import { AskerId } from '../watch/askers.ts';
import { ChannelId } from '../watch/names.ts';
import { isOfValue } from './access/redis-fault.ts';
import type { Connection } from './connection.ts';
import type { Keys } from './keys.ts';
import { noteAudit } from './steps/note-audit.ts';

/** Something that somebody has wished to change. */
const AuditEntry = v.object({
  /** In milliseconds since the epoch. */
  at: v.number(),
  by: AskerId,
  channel: ChannelId,
  /** The command, or the button. */
  verb: v.string(),
  /** Ids of operations, or names of messages. */
  about: v.array(v.string()),
  /** How it was answered. */
  outcome: v.string(),
});
export type AuditEntry = v.InferOutput<typeof AuditEntry>;

const StoredEntry = v.pipe(v.string(), v.parseJson(), AuditEntry);

/** So many are kept at most. */
const MOST_KEPT = 10_000;
/** Of those who may not ask: however often they do, it takes no more room, and none from what was changed. */
const MOST_TURNED_AWAY = 1000;

/** Who has changed what. Every method rejects while Redis does not answer. */
export class AuditStore {
  readonly #connection: Connection;
  readonly #keepMs: number;

  /** @param keepMs how long an entry is kept */
  constructor(connection: Connection, keepMs: number) {
    this.#connection = connection;
    this.#keepMs = keepMs;
  }

  async note(entry: AuditEntry): Promise<void> {
    await this.#note(this.#connection.keys.audit, entry, MOST_KEPT);
  }

  /** Notes what somebody wished who may not ask. */
  async noteTurnedAway(entry: AuditEntry): Promise<void> {
    await this.#note(this.#connection.keys.turnedAway, entry, MOST_TURNED_AWAY);
  }

  async #note(audit: Keys['audit'], entry: AuditEntry, most: number): Promise<void> {
    const { client } = this.#connection;
    await noteAudit(client, { audit, entry: JSON.stringify(entry), most, keepMs: this.#keepMs });
  }

  /**
   * Entries, the newest first.
   *
   * @param sinceMs none that is older, in milliseconds since the epoch
   */
  async since(sinceMs: number): Promise<readonly AuditEntry[]> {
    const { keys } = this.#connection;
    const noted = await Promise.all([this.#all(keys.audit), this.#all(keys.turnedAway)]);
    return noted
      .flat()
      .filter(({ at }) => at >= sinceMs)
      .toSorted((one, other) => other.at - one.at);
  }

  async #all(key: Keys['audit']): Promise<readonly AuditEntry[]> {
    const { client } = this.#connection;
    const stored = await client.lrange(key, 0, '-1').catch((error: unknown) => {
      if (isOfValue(error)) return [];
      throw error;
    });
    return stored.flatMap((each) => {
      const parsed = v.safeParse(StoredEntry, each);
      return parsed.success ? [parsed.output] : [];
    });
  }
}
