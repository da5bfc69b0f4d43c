import type { SlackChange } from '../../slack/state/change-feed.ts';
import type { PageMessage } from '../protocol.ts';
import { type FileOf, pageEphemeral, pageMessage } from './page-message.ts';

/** A message as it stands now. `isNew` is false where it took the place of what was there. */
export interface MessageChange {
  readonly message: PageMessage;
  readonly isNew: boolean;
}

/** Every message that one person can see, deleted ones too: a thread hangs on them. */
export class MessageBook {
  readonly #visitor: string;
  readonly #fileOf: FileOf;
  /** By channel and timestamp. A message keeps its place when it is changed. */
  readonly #messages = new Map<string, PageMessage>();

  constructor(visitor: string, fileOf: FileOf) {
    this.#visitor = visitor;
    this.#fileOf = fileOf;
  }

  /** In order of time. */
  get messages(): readonly PageMessage[] {
    return [...this.#messages.values()];
  }

  /** Takes down a change of the workspace, if it is one of messages that the person sees. */
  take(change: SlackChange): MessageChange | undefined {
    switch (change.kind) {
      case 'message-posted':
      case 'message-edited':
      case 'message-deleted':
        return this.#keep(pageMessage(change.message, this.#fileOf));
      case 'ephemeral-shown':
      case 'ephemeral-removed':
        if (change.ephemeral.user !== this.#visitor) return undefined;
        return this.#keep(pageEphemeral(change.ephemeral, change.kind === 'ephemeral-removed'));
      default:
        return undefined;
    }
  }

  /** Hides what the person alone sees; `undefined` where there is no such thing. */
  dismiss(channel: string, ts: string): MessageChange | undefined {
    const shown = this.#messages.get(`${channel}/${ts}`);
    if (shown?.ephemeral !== true) return undefined;
    return this.#keep({ ...shown, text: '', blocks: [], pictures: [], deleted: true });
  }

  #keep(message: PageMessage): MessageChange {
    const key = `${message.channel}/${message.ts}`;
    const isNew = !this.#messages.has(key);
    this.#messages.set(key, message);
    return { message, isNew };
  }
}
