import { Fragment, memo, type ReactNode, useEffect, useState } from 'react';
import type { PageMessage } from '../../protocol.ts';
import { DayDivider, dayOf } from './day-divider.tsx';
import { Message } from './message.tsx';
import { useStickyBottom } from './use-sticky-bottom.ts';

export interface Replies {
  readonly count: number;
  readonly lastAt: number;
}

interface MessageListProps {
  readonly label: string;
  readonly messages: readonly PageMessage[];
  /** What is known of the threads, by the parent's `ts`; absent within a thread. */
  readonly repliesTo?: ReadonlyMap<string, Replies>;
  /** A message to be shown and marked. */
  readonly focus?: string | undefined;
  readonly onOpenThread?: (ts: string) => void;
  /** How often the visitor has sent something from here: whoever writes wants to see what comes of it. */
  readonly sent: number;
  /** What stands below the first message of a thread. */
  readonly afterFirst?: ReactNode;
  /** What stands before the messages. */
  readonly head?: ReactNode;
}

/** Messages, oldest first. It stays at the bottom unless the reader has scrolled up. */
export const MessageList = memo(function MessageList(props: MessageListProps) {
  const { label, messages, repliesTo, focus, onOpenThread, sent, afterFirst } = props;
  const { list, content, isAtBottom, onScroll, toBottom, toMiddle } = useStickyBottom();
  const news = useNewsBelow(messages, isAtBottom);
  const isFocusThere = messages.some((message) => message.ts === focus);

  useEffect(() => {
    if (!isFocusThere || focus === undefined) return;
    const shown = list.current?.querySelector(`[data-ts="${CSS.escape(focus)}"]`);
    if (shown) toMiddle(shown);
  }, [focus, isFocusThere, list, toMiddle]);

  useEffect(() => {
    if (sent > 0) toBottom();
  }, [sent, toBottom]);

  return (
    <div className="list-frame">
      {/* Edits would be read out every second: what is new is told by a live region of its own. */}
      <div
        className="list"
        role="log"
        aria-live="off"
        aria-label={label}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: so that the keyboard can scroll it
        tabIndex={0}
        ref={list}
        onScroll={onScroll}
      >
        <div className="list-content" ref={content}>
          {props.head}
          {messages.map((message, index) => (
            <Fragment key={message.ts}>
              {afterFirst === undefined && isNewDay(messages[index - 1], message) && (
                <DayDivider ms={message.postedAt} />
              )}
              <Message
                message={message}
                replies={repliesTo?.get(message.ts)?.count ?? 0}
                lastReplyAt={repliesTo?.get(message.ts)?.lastAt}
                isFocused={message.ts === focus}
                onOpenThread={message.ephemeral ? undefined : onOpenThread}
              />
              {index === 0 && afterFirst}
            </Fragment>
          ))}
        </div>
      </div>
      {!isAtBottom && (
        <button type="button" className="button to-bottom" onClick={toBottom}>
          {newsLabel(news)}
        </button>
      )}
    </div>
  );
});

/** How many messages have come since the reader has left the bottom. */
function useNewsBelow(messages: readonly PageMessage[], isAtBottom: boolean): number {
  const latest = messages.at(-1)?.ts ?? '';
  const [seen, setSeen] = useState(latest);
  if (isAtBottom && seen !== latest) setSeen(latest);
  return isAtBottom ? 0 : messages.filter(({ ts }) => ts > seen).length;
}

function newsLabel(news: number): string {
  if (news === 0) return '↓ Latest';
  return news === 1 ? '↓ 1 new message' : `↓ ${news} new messages`;
}

function isNewDay(before: PageMessage | undefined, message: PageMessage): boolean {
  return before === undefined || dayOf(before.postedAt) !== dayOf(message.postedAt);
}
