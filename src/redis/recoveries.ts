import type { Recovered } from '../watch/acknowledgement.ts';
import { EDIT_URGENCY } from '../watch/edit-urgency.ts';
import {
  type CallMessage,
  type DigestMessage,
  messageNameStart,
  nameOfMessage,
  type WatchId,
} from '../watch/names.ts';
import type { Connection } from './connection.ts';
import type { DigestStore } from './digest-store.ts';
import { FIELDS, ownerOfMessage } from './fields.ts';
import { recoverCall } from './steps/recover-call.ts';

/** Failures that another try has made good. Every method rejects while Redis does not answer. */
export class Recoveries {
  readonly #connection: Connection;
  readonly #digests: Pick<DigestStore, 'digestOf' | 'load'>;

  constructor(connection: Connection, digests: Pick<DigestStore, 'digestOf' | 'load'>) {
    this.#connection = connection;
    this.#digests = digests;
  }

  /** Notes it, and ends the calls for it: of a digest once that is so for all of its operations. Safe to repeat. */
  async note(failed: WatchId, recovered: Recovered): Promise<void> {
    await this.#recover({ kind: 'alert', watchId: failed }, recovered);
    const digest = await this.#digests.digestOf(failed);
    if (!digest) return;
    const size = await this.#sizeIfAllOver(digest);
    if (size !== undefined) await this.#recover(digest, recovered, size);
  }

  /** How many operations a digest has, where all of them have been made good. */
  async #sizeIfAllOver(message: DigestMessage): Promise<number | undefined> {
    const { client, keys } = this.#connection;
    const digest = await this.#digests.load(message.burst, message.digest);
    if (!digest || digest.entries.length < digest.size) return undefined;
    const known = digest.entries.map(({ item }) =>
      client.hexists(keys.watch(item.watchId), FIELDS.recovered),
    );
    return (await Promise.all(known)).every((is) => is === 1) ? digest.size : undefined;
  }

  async #recover(message: CallMessage, recovered: Recovered, size?: number): Promise<void> {
    const { client, keys } = this.#connection;
    const { edits, editsLeased, editPlaces, untaken, appointments, careChanged } = keys;
    await recoverCall(client, {
      owner: ownerOfMessage(keys, message),
      ...{ edits, editsLeased, editPlaces, untaken, appointments, careChanged },
      message: nameOfMessage(message),
      recovered: JSON.stringify(recovered),
      size,
      urgency: EDIT_URGENCY.acknowledged,
      reminderMessages: messageNameStart.reminders,
    });
  }
}
