import { WebClient } from '@slack/web-api';
import type { PeerOperation, PeerTask } from './peer-task.ts';

/** What a loop tells of its operation. */
export interface Teller {
  progress(percent: number | undefined): Promise<void>;
  failed(code: string): Promise<void>;
}

/**
 * Edits a card and posts an alert as Slack's documentation shows it, with the client's defaults. Kinder
 * than need be: a card shows whole percent and is not edited where it would look the same, it stands
 * there with its first state already, and an alert goes before the card.
 */
export function createTeller(task: PeerTask): (operation: PeerOperation) => Teller {
  const { slackToken, slackApiUrl, oncallChannel, mention, writes } = task;
  const client = new WebClient(slackToken, { slackApiUrl });

  return ({ server, operationId, channel, cardTs: ts }) => {
    let shown: string | undefined;
    const edit = async (text: string) => {
      const before = shown;
      shown = text;
      if (text === before || !writes) return;
      await client.chat.update({ channel, ts, text });
    };
    return {
      async progress(percent) {
        const text = `Backup of ${server} (${operationId}): ${percent?.toFixed(0)} %`;
        shown ??= text;
        await edit(text);
      },
      async failed(code) {
        if (writes) {
          const text = `<!subteam^${mention}> Backup of ${server} (${operationId}) failed: ${code}`;
          await client.chat.postMessage({ channel: oncallChannel, text });
        }
        await edit(`Backup of ${server} (${operationId}) failed: ${code}`);
      },
    };
  };
}
