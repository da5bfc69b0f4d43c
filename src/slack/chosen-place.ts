import type { WebClient } from '@slack/web-api';
import { unlessLater } from '../asking/unless-later.ts';
import type { ChannelId } from '../watch/names.ts';
import { channelVerdict } from './channel-check.ts';

/** Whether a card may stand in a channel that somebody has chosen. */
export type ChosenPlace =
  /** As far as Slack tells. `isPrivate`: only some people can see it; undefined where Slack does not tell. */
  | { readonly kind: 'open'; readonly isPrivate: boolean | undefined }
  /** `problem`: a sentence for who chose it. */
  | { readonly kind: 'closed'; readonly problem: string };

/** Who asks waits for an answer of 3 s at most. */
const ASK_WITHIN_MS = 800;

/** Looks whether a card may stand there, before a watch is begun of which nobody would see one. */
export async function chosenPlace(client: WebClient, channel: ChannelId): Promise<ChosenPlace> {
  const asked = channelVerdict(client, { setting: 'That channel', id: channel });
  const verdict = await unlessLater(asked, ASK_WITHIN_MS, { kind: 'unknown' } as const);
  switch (verdict.kind) {
    case 'unfit':
      return { kind: 'closed', problem: `That channel ${verdict.what}.` };
    case 'fine':
      return { kind: 'open', isPrivate: verdict.isPrivate };
    case 'unknown':
      return { kind: 'open', isPrivate: undefined };
    default:
      return verdict satisfies never;
  }
}
