import type { StoredBlock } from '../slack/blocks/block.ts';

// What the demo's server tells its page, and what the page asks of it. Types only: both sides import
// them, neither the other.

/** One channel, private channel or direct message of the simulated Slack. */
export interface PageChannel {
  readonly id: string;
  readonly name: string;
  readonly kind: 'public' | 'private' | 'dm';
  /** Whether the bot is in it. */
  readonly isMember: boolean;
}

export interface PageUser {
  readonly id: string;
  readonly name: string;
  readonly isBot: boolean;
}

/** A message, be it in a channel or a reply in a thread. Times are in milliseconds since the epoch. */
export interface PageMessage {
  readonly channel: string;
  readonly ts: string;
  readonly threadTs?: string;
  readonly user: string;
  readonly text: string;
  readonly blocks: readonly StoredBlock[];
  readonly postedAt: number;
  readonly editedAt?: number;
  readonly edits: number;
  readonly deleted: boolean;
  /** Only the visitor sees it. */
  readonly ephemeral: boolean;
}

/** A form, or the Home tab: `definition` is the view as the app sent it. */
export interface PageView {
  readonly id: string;
  readonly kind: 'modal' | 'home';
  readonly definition: {
    readonly title?: { readonly text: string };
    readonly submit?: { readonly text: string };
    readonly close?: { readonly text: string };
    readonly blocks: readonly StoredBlock[];
  };
  /** Validation errors of a form by block id. */
  readonly errors: Readonly<Record<string, string>>;
}

/** A simulated operation, shown as a card in the Azure pane. */
export interface PageOperation {
  readonly operationId: string;
  /** Which story it plays, by its title. */
  readonly story: string;
  readonly server: string;
  readonly location: string;
  /** The signed URL from the response header, to be pasted. */
  readonly url: string;
  /** What Azure answers at the moment, in a few words: `InProgress, 42 %`, `503`, `404`. */
  readonly answer: string;
  readonly percent?: number;
  readonly reads: number;
  readonly ended: boolean;
}

export interface PageStory {
  readonly id: string;
  readonly title: string;
  /** One sentence: what a visitor will see. */
  readonly about: string;
}

export type Speed = 1 | 10 | 60;
export type SlackMood = 'fine' | '429' | '500';
export type WorkerState = 'running' | 'stopped' | 'starting';

/** The knobs of the demo as they stand. */
export interface PageControls {
  readonly speed: Speed;
  readonly slack: SlackMood;
  readonly worker: WorkerState;
}

/** Everything there is, for a page that has just been opened. */
export interface PageState {
  readonly visitor: string;
  readonly command: { readonly name: string; readonly hint: string; readonly about: string };
  readonly channels: readonly PageChannel[];
  readonly users: readonly PageUser[];
  readonly messages: readonly PageMessage[];
  readonly views: readonly PageView[];
  readonly stories: readonly PageStory[];
  readonly operations: readonly PageOperation[];
  readonly controls: PageControls;
}

/** One server-sent event's data. What it holds replaces what the page had under the same name. */
export type PageEvent =
  | { readonly kind: 'state'; readonly state: PageState }
  | { readonly kind: 'message'; readonly message: PageMessage; readonly isNew: boolean }
  | { readonly kind: 'views'; readonly views: readonly PageView[] }
  | { readonly kind: 'operations'; readonly operations: readonly PageOperation[] }
  | { readonly kind: 'controls'; readonly controls: PageControls };

/** `POST /do` with one of these as JSON; answered with `Done`. */
export type PageRequest =
  | {
      readonly do: 'say';
      readonly channel: string;
      readonly text: string;
      readonly threadTs?: string;
    }
  | { readonly do: 'command'; readonly channel: string; readonly text: string }
  | {
      readonly do: 'press';
      readonly channel: string;
      readonly ts: string;
      readonly actionId: string;
      readonly value?: string | readonly string[];
    }
  | {
      readonly do: 'press-in-view';
      readonly viewId: string;
      readonly actionId: string;
      readonly value?: string | readonly string[];
    }
  | {
      readonly do: 'submit';
      readonly viewId: string;
      readonly values: Readonly<Record<string, string | readonly string[]>>;
    }
  | { readonly do: 'close-view'; readonly viewId: string }
  | { readonly do: 'open-home' }
  | { readonly do: 'start-story'; readonly story: string }
  | { readonly do: 'set-speed'; readonly speed: Speed }
  | { readonly do: 'set-slack'; readonly slack: SlackMood }
  | { readonly do: 'pull-plug' }
  | { readonly do: 'plug-in' };

/** `problem` is a sentence for the visitor, where it could not be done. */
export interface Done {
  readonly problem?: string;
}
