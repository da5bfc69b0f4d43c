import { Fragment, memo, type ReactNode, useEffect } from 'react';
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
  /** What stands below the first message of a thread. */
  readonly afterFirst?: ReactNode;
  /** What stands before and after the messages. */
  readonly head?: ReactNode;
  readonly tail?: ReactNode;
}

/** Messages, oldest first. It stays at the bottom unless the reader has scrolled up. */
export const MessageList = memo(function MessageList(props: MessageListProps) {
  const { label, messages, repliesTo, focus, onOpenThread, afterFirst } = props;
  const { list, content, isAtBottom, onScroll, toBottom } = useStickyBottom();
  const isFocusThere = messages.some((message) => message.ts === focus);

  useEffect(() => {
    if (!isFocusThere || focus === undefined) return;
    const shown = list.current?.querySelector(`[data-ts="${CSS.escape(focus)}"]`);
    shown?.scrollIntoView({ block: 'center' });
    // Or it would be kept at the bottom.
    onScroll();
  }, [focus, isFocusThere, list, onScroll]);

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
          {props.tail}
        </div>
      </div>
      {!isAtBottom && (
        <button type="button" className="button to-bottom" onClick={toBottom}>
          ↓ Latest
        </button>
      )}
    </div>
  );
});

function isNewDay(before: PageMessage | undefined, message: PageMessage): boolean {
  return before === undefined || dayOf(before.postedAt) !== dayOf(message.postedAt);
}
