import type { JsonObject } from '../json.ts';

export interface Envelope {
  readonly id: string;
  readonly kind: 'slash_commands' | 'interactive' | 'events_api';
  readonly payload: JsonObject;
}

/** How the app took an envelope. */
export interface Acknowledgement {
  readonly ackedAfterMs: number;
  /** What it answered with, if anything. */
  readonly response: JsonObject | undefined;
}
