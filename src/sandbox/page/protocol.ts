import type { StoredBlock } from '../slack/blocks/block.ts';

// What the demo's server tells its page, and what the page asks of it: both sides import it, neither
// the other.

/** Slack's own bot, which tells a person that a command failed. */
export const SLACKBOT = 'USLACKBOT';

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

/** `url` holds the picture itself. */
export interface PagePicture {
  readonly title: string;
  readonly url: string;
}

/** A message, be it in a channel or a reply in a thread. Times are in milliseconds since the epoch. */
export interface PageMessage {
  readonly channel: string;
  readonly ts: string;
  readonly threadTs?: string;
  readonly user: string;
  readonly text: string;
  readonly blocks: readonly StoredBlock[];
  /** Uploaded ones. */
  readonly pictures: readonly PagePicture[];
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

/** What Slack offers beside the composer, or in the menu of each message. */
export interface PageShortcut {
  readonly type: 'global' | 'message';
  readonly callbackId: string;
  readonly name: string;
  readonly about: string;
}

/** A simulated operation, shown as a card in the Azure pane. */
export interface PageOperation {
  readonly operationId: string;
  /** Which story it plays, by its title. */
  readonly story: string;
  readonly server: string;
  readonly location: string;
  /** The signed URL from the response header, of 3 KB. */
  readonly url: string;
  /** What names it in a few words, to be pasted. */
  readonly reference: string;
  /** What Azure answers at the moment, in a few words: `InProgress, 42 %`, `503`, `404`. */
  readonly answer: string;
  readonly percent?: number;
  readonly reads: number;
  readonly ended: boolean;
}

/** What the simulated PagerDuty was told. `at` in milliseconds since the epoch. */
export interface PagePagerEvent {
  readonly id: number;
  readonly at: number;
  readonly action: 'trigger' | 'acknowledge' | 'resolve';
  /** What its alert is called. */
  readonly summary: string;
  /** It has woken somebody. */
  readonly isCall: boolean;
}

export interface PageStory {
  readonly id: string;
  readonly title: string;
  /** Under which heading it is offered. */
  readonly group: 'Imports' | 'Backups' | 'When Azure is in trouble';
  /** One sentence: what a visitor will see. */
  readonly about: string;
}

/** How many times faster than ours Azure's time runs. The page does not offer 180: it is for tests. */
export type Speed = 1 | 10 | 60 | 180;
export type SlackMood = 'fine' | '429' | '500';
/** The bot's processes: one hears people, the other reads Azure, posts and edits. */
export type ProcessName = 'bot' | 'worker';
export type PlugState = 'running' | 'stopped' | 'starting';

/** The knobs of the demo as they stand. */
export interface PageControls {
  readonly speed: Speed;
  readonly slack: SlackMood;
  readonly plugs: Readonly<Record<ProcessName, PlugState>>;
}

/** Everything there is, for a page that has just been opened. */
export interface PageState {
  readonly visitor: string;
  readonly command: { readonly name: string; readonly hint: string; readonly about: string };
  readonly shortcuts: readonly PageShortcut[];
  readonly channels: readonly PageChannel[];
  readonly users: readonly PageUser[];
  readonly messages: readonly PageMessage[];
  readonly views: readonly PageView[];
  readonly stories: readonly PageStory[];
  readonly operations: readonly PageOperation[];
  /** The newest last. */
  readonly pager: readonly PagePagerEvent[];
  readonly controls: PageControls;
}

/** One server-sent event's data. What it holds replaces what the page had under the same name. */
export type PageEvent =
  | { readonly kind: 'state'; readonly state: PageState }
  | { readonly kind: 'message'; readonly message: PageMessage; readonly isNew: boolean }
  | { readonly kind: 'views'; readonly views: readonly PageView[] }
  | { readonly kind: 'operations'; readonly operations: readonly PageOperation[] }
  | { readonly kind: 'pager'; readonly pager: readonly PagePagerEvent[] }
  | { readonly kind: 'controls'; readonly controls: PageControls }
  /** The demo ends, and nothing more comes. */
  | { readonly kind: 'over' };

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
  /** In a message's menu where `ts` names one, else beside the composer. */
  | {
      readonly do: 'shortcut';
      readonly channel: string;
      readonly callbackId: string;
      readonly ts?: string;
    }
  /** Hides for good what only the visitor sees. */
  | { readonly do: 'dismiss'; readonly channel: string; readonly ts: string }
  /** With `isWatched`, the visitor watches it in the same breath. */
  | { readonly do: 'start-story'; readonly story: string; readonly isWatched?: boolean }
  /** Takes the operations off the page that have ended. */
  | { readonly do: 'clear-ended' }
  /** Everything as it was when the demo began. */
  | { readonly do: 'start-over' }
  | { readonly do: 'set-speed'; readonly speed: Speed }
  | { readonly do: 'set-slack'; readonly slack: SlackMood }
  | { readonly do: 'pull-plug' | 'plug-in'; readonly of: ProcessName };

export interface Done {
  /** A sentence for the visitor, where it could not be done. */
  readonly problem?: string;
  /** They have it from Slackbot already. */
  readonly isTold?: true;
}
