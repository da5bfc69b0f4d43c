import { useEffect, useState } from 'react';
import type { PageMessage } from '../../protocol.ts';

const KEY = 'read-marks';
type Marks = Readonly<Record<string, string>>;

/** How many messages of others each channel holds that have not been seen. */
export function useUnread(
  messages: readonly PageMessage[],
  visitor: string,
  channelInView: string | undefined,
): ReadonlyMap<string, number> {
  const [marks, setMarks] = useState(load);
  const latest = messages.findLast(
    (message) => message.channel === channelInView && isInChannel(message),
  )?.ts;

  useEffect(() => {
    if (channelInView === undefined || latest === undefined) return;
    setMarks((before) => {
      if (latest <= (before[channelInView] ?? '')) return before;
      const next = { ...before, [channelInView]: latest };
      sessionStorage.setItem(KEY, JSON.stringify(next));
      return next;
    });
  }, [channelInView, latest]);

  const unread = new Map<string, number>();
  for (const message of messages) {
    const isNews = isInChannel(message) && message.user !== visitor;
    if (!isNews || message.channel === channelInView) continue;
    if (message.ts <= (marks[message.channel] ?? '')) continue;
    unread.set(message.channel, (unread.get(message.channel) ?? 0) + 1);
  }
  return unread;
}

function isInChannel(message: PageMessage): boolean {
  return !message.deleted && !message.ephemeral && message.threadTs === undefined;
}

function load(): Marks {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(KEY) ?? '{}');
    if (typeof kept !== 'object' || kept === null) return {};
    return Object.fromEntries(Object.entries(kept).map(([id, ts]) => [id, String(ts)]));
  } catch {
    return {};
  }
}
