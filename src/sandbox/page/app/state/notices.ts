import { useCallback, useMemo, useState } from 'react';
import { type PageMessage, SLACKBOT } from '../../protocol.ts';

/** What the page itself tells the visitor, as Slackbot would whisper it. */
export interface Notices {
  readonly notices: readonly PageMessage[];
  readonly add: (notice: {
    readonly channel: string;
    readonly thread?: string | undefined;
    readonly text: string;
  }) => void;
  /** False where it is none of them. */
  readonly dismiss: (message: PageMessage) => boolean;
}

export function useNotices(): Notices {
  const [notices, setNotices] = useState<readonly PageMessage[]>([]);
  const add: Notices['add'] = useCallback(({ channel, thread, text }) => {
    const postedAt = Date.now();
    setNotices((before) => [
      ...before,
      {
        channel,
        // Slack's form, so that it has its place among messages; no two are the same.
        ts: `${(postedAt / 1_000).toFixed(3)}${String(before.length).padStart(3, '0')}`,
        ...(thread === undefined ? {} : { threadTs: thread }),
        user: SLACKBOT,
        text: '',
        blocks: [{ type: 'section', block_id: 'notice', text: { type: 'plain_text', text } }],
        pictures: [],
        postedAt,
        edits: 0,
        deleted: false,
        ephemeral: true,
      },
    ]);
  }, []);
  const dismiss = useCallback(
    (message: PageMessage) => {
      setNotices((before) => before.filter((notice) => notice !== message));
      return notices.includes(message);
    },
    [notices],
  );
  return useMemo(() => ({ notices, add, dismiss }), [notices, add, dismiss]);
}

/** Messages with the notices of their channel, each where it belongs by its time. */
export function withNotices(
  messages: readonly PageMessage[],
  notices: readonly PageMessage[],
  channel: string,
): readonly PageMessage[] {
  const own = notices.filter((notice) => notice.channel === channel);
  if (own.length === 0) return messages;
  return [...messages, ...own].sort((one, other) => (one.ts < other.ts ? -1 : 1));
}
