import { useMemo } from 'react';
import type { PageChannel, PageMessage } from '../../protocol.ts';
import { type CommandOffer, Composer } from '../composer/composer.tsx';
import type { Notices } from '../state/notices.ts';
import { formatRoute } from '../state/route.ts';
import { MessageList } from './message-list.tsx';
import { NoticeLine } from './notice-line.tsx';

interface ThreadPaneProps {
  readonly channel: PageChannel;
  readonly thread: string;
  readonly focus: string | undefined;
  readonly messages: readonly PageMessage[];
  readonly command: CommandOffer;
  readonly notices: Notices;
}

/** A message with its replies. */
export function ThreadPane(props: ThreadPaneProps) {
  const { channel, thread, messages, notices } = props;
  const shown = useMemo(
    () =>
      messages.filter(
        (message) =>
          (message.ts === thread && message.threadTs === undefined) ||
          (message.threadTs === thread && !message.deleted),
      ),
    [messages, thread],
  );
  const replies = shown.filter((message) => message.ts !== thread).length;
  const divider = useMemo(
    () =>
      replies > 0 && (
        <div className="thread-divider">{replies === 1 ? '1 reply' : `${replies} replies`}</div>
      ),
    [replies],
  );
  const own = notices.notices.filter((notice) => notice.thread === thread);
  return (
    <aside className="pane thread-pane" aria-labelledby="thread-name">
      <header className="pane-head">
        <h2 id="thread-name">Thread</h2>
        <span className="muted">{channel.kind === 'dm' ? channel.name : `#${channel.name}`}</span>
        <a className="icon" href={formatRoute({ channel: channel.id })} aria-label="Close thread">
          ✕
        </a>
      </header>
      <MessageList
        label="Thread"
        messages={shown}
        focus={props.focus}
        afterFirst={divider}
        tail={own.map((notice) => (
          <NoticeLine key={notice.id} notice={notice} onDismiss={notices.dismiss} />
        ))}
      />
      <Composer
        key={thread}
        channel={channel}
        thread={thread}
        command={props.command}
        notices={notices}
      />
    </aside>
  );
}
