import type { ChannelId } from '../../watch/names.ts';

/** Where a new message goes. */
export interface Place {
  readonly channel: ChannelId;
  /** Set for a reply in a thread. */
  readonly threadTs?: string;
}
