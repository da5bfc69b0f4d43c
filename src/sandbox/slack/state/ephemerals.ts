import type { ChangeFeed } from './change-feed.ts';
import type { SimulatedEphemeral } from './message.ts';

/** What single people were shown, in order. Slack forgets these on a reload; we don't. */
export class Ephemerals {
  readonly #feed: ChangeFeed;
  readonly #clock: { readonly now: () => number; readonly nextTs: () => string };
  readonly #shown = new Map<string, SimulatedEphemeral>();

  constructor(
    feed: ChangeFeed,
    clock: { readonly now: () => number; readonly nextTs: () => string },
  ) {
    this.#feed = feed;
    this.#clock = clock;
  }

  /** Shows it; with `replacing`, in the place of an earlier one. */
  show(fields: Omit<SimulatedEphemeral, 'ts' | 'shownAt'>, replacing?: string): SimulatedEphemeral {
    const ephemeral = {
      ...fields,
      ts: replacing ?? this.#clock.nextTs(),
      shownAt: this.#clock.now(),
    };
    this.#shown.set(ephemeral.ts, ephemeral);
    this.#feed.publish({ kind: 'ephemeral-shown', ephemeral });
    return ephemeral;
  }

  remove(ts: string): void {
    const ephemeral = this.#shown.get(ts);
    if (ephemeral === undefined) return;
    this.#shown.delete(ts);
    this.#feed.publish({ kind: 'ephemeral-removed', ephemeral });
  }

  find(ts: string): SimulatedEphemeral | undefined {
    return this.#shown.get(ts);
  }

  shownTo(channel: string, user: string): readonly SimulatedEphemeral[] {
    return [...this.#shown.values()].filter(
      (ephemeral) => ephemeral.channel === channel && ephemeral.user === user,
    );
  }
}
