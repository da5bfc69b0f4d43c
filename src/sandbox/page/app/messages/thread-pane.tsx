import { useCallback, useMemo, useState } from 'react';
import type { PageChannel, PageMessage } from '../../protocol.ts';
import { Composer } from '../composer/composer.tsx';
import type { CommandOffer } from '../composer/offered-command.tsx';
import type { Notices } from '../state/notices.ts';
import { formatRoute } from '../state/route.ts';
import { MessageList } from './message-list.tsx';

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
  const [sent, setSent] = useState(0);
  const onSent = useCallback(() => setSent((before) => before + 1), []);
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
        sent={sent}
        afterFirst={divider}
      />
      <Composer
        channel={channel}
        thread={thread}
        command={props.command}
        notices={notices}
        onSent={onSent}
      />
    </aside>
  );
}
