import type { WebClient } from '@slack/web-api';
import type { Finding } from '../asking/doctor.ts';
import type { ChannelId } from '../watch/names.ts';
import { channelVerdict } from './channel-check.ts';

/** Whether something could be posted in a channel, and found again, as far as Slack tells. */
export async function examineChannel(
  client: WebClient,
  about: string,
  id: ChannelId,
): Promise<readonly Finding[]> {
  const verdict = await channelVerdict(client, { setting: about, id });
  switch (verdict.kind) {
    case 'unfit':
      return [{ state: 'fault', about, says: `It (${id}) ${verdict.what}.` }];
    case 'unknown':
      return [{ state: 'unknown', about, says: 'Slack does not tell whether I may post there.' }];
    case 'fine':
      return verdict.canLookUp
        ? [{ state: 'fine', about, says: 'I may post there.' }]
        : [{ state: 'notice', about, says: NO_MEMBER }];
    default:
      return verdict satisfies never;
  }
}

const NO_MEMBER =
  'I may post there, but after a break I can’t look whether a message stands already, and may post it twice. ' +
  'Please /invite me there.';
