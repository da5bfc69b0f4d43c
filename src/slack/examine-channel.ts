import type { WebClient } from '@slack/web-api';
import type { Finding } from '../asking/doctor.ts';
import type { ChannelId } from '../watch/names.ts';
import { channelVerdict } from './channel-check.ts';

const ABOUT = 'This channel';

/** Whether a card could stand in a channel, as far as Slack tells. */
export async function examineChannel(
  client: WebClient,
  id: ChannelId,
): Promise<readonly Finding[]> {
  const verdict = await channelVerdict(client, { setting: ABOUT, id });
  switch (verdict.kind) {
    case 'unfit':
      return [{ state: 'fault', about: ABOUT, says: `${verdict.problem}.` }];
    case 'unknown':
      return [
        { state: 'unknown', about: ABOUT, says: 'Slack does not tell whether I may post here.' },
      ];
    case 'fine':
      return verdict.canLookUp
        ? [{ state: 'fine', about: ABOUT, says: 'I may post here.' }]
        : [
            {
              state: 'notice',
              about: ABOUT,
              says: 'I may post here but am no member: after a break I can’t look whether a message stands already, and may post it twice. Please /invite me.',
            },
          ];
    default:
      return verdict satisfies never;
  }
}
