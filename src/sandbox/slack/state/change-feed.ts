import type { ApiCall } from './api-call.ts';
import type { SimulatedEphemeral, SimulatedMessage } from './message.ts';
import type { SimulatedHome, SimulatedModal } from './view.ts';

/** One thing that happened in the workspace. */
export type SlackChange =
  | { readonly kind: 'message-posted'; readonly message: SimulatedMessage }
  | { readonly kind: 'message-edited'; readonly message: SimulatedMessage }
  | { readonly kind: 'message-deleted'; readonly message: SimulatedMessage }
  | { readonly kind: 'ephemeral-shown'; readonly ephemeral: SimulatedEphemeral }
  | { readonly kind: 'ephemeral-removed'; readonly ephemeral: SimulatedEphemeral }
  | { readonly kind: 'modal-opened'; readonly modal: SimulatedModal }
  | { readonly kind: 'modal-changed'; readonly modal: SimulatedModal }
  | { readonly kind: 'modal-closed'; readonly modal: SimulatedModal }
  | { readonly kind: 'home-published'; readonly home: SimulatedHome }
  | { readonly kind: 'channel-changed'; readonly channel: string }
  | { readonly kind: 'api-called'; readonly call: ApiCall }
  | { readonly kind: 'sockets-changed'; readonly connectedSockets: number }
  | { readonly kind: 'closed' };

export type ChangeListener = (change: SlackChange) => void;

const RECENT_CHANGES = 20;

/** Tells everybody who listens what just changed, after it changed, and remembers the last few changes. */
export class ChangeFeed {
  readonly #listeners = new Set<ChangeListener>();
  readonly #recent: SlackChange[] = [];

  get recent(): readonly SlackChange[] {
    return this.#recent;
  }

  publish(change: SlackChange): void {
    this.#recent.push(change);
    if (this.#recent.length > RECENT_CHANGES) this.#recent.shift();
    for (const listener of [...this.#listeners]) listener(change);
  }

  /** Returns how to stop listening. */
  subscribe(listener: ChangeListener): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }
}
