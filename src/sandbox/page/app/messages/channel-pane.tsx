import { type ReactNode, useCallback, useMemo, useState } from 'react';
import type { PageChannel, PageMessage, PageView } from '../../protocol.ts';
import { Composer } from '../composer/composer.tsx';
import type { CommandOffer } from '../composer/offered-command.tsx';
import { ChannelSign } from '../shell/channel-sign.tsx';
import type { Notices } from '../state/notices.ts';
import { goTo, type Route } from '../state/route.ts';
import { HomeTab } from '../views/home-tab.tsx';
import { DmTabs } from './dm-tabs.tsx';
import { MessageList, type Replies } from './message-list.tsx';

interface ChannelPaneProps {
  readonly channel: PageChannel;
  readonly messages: readonly PageMessage[];
  readonly home: PageView | undefined;
  readonly route: Route;
  readonly command: CommandOffer;
  readonly notices: Notices;
  /** What stands above the messages. */
  readonly guide: ReactNode;
}

/** What stands in a channel, and where to write. */
export function ChannelPane(props: ChannelPaneProps) {
  const { channel, messages, route, notices } = props;
  const shown = useMemo(
    () =>
      messages.filter((message) => message.threadTs === undefined && isShown(message, messages)),
    [messages],
  );
  const repliesTo = useMemo(() => countReplies(messages), [messages]);
  const openThread = useMemo(
    () => (ts: string) => goTo({ channel: channel.id, thread: ts }),
    [channel.id],
  );
  const isHome = channel.kind === 'dm' && route.home === true;
  const [sent, setSent] = useState(0);
  const onSent = useCallback(() => setSent((before) => before + 1), []);
  return (
    <main className="pane channel-pane" aria-labelledby="channel-name">
      <header className="pane-head">
        <h2 id="channel-name">
          <ChannelSign kind={channel.kind} />
          {channel.name}
        </h2>
        {!channel.isMember && <span className="muted">The bot is not in this channel</span>}
        {channel.kind === 'dm' && <DmTabs channel={channel.id} isHome={isHome} />}
      </header>
      {isHome ? (
        <HomeTab home={props.home} />
      ) : (
        <>
          {props.guide}
          <MessageList
            label={`Messages in ${channel.name}`}
            messages={shown}
            repliesTo={repliesTo}
            focus={route.focus}
            onOpenThread={openThread}
            sent={sent}
            head={shown.length === 0 && <EmptyChannel command={props.command.name} />}
          />
          <Composer channel={channel} command={props.command} notices={notices} onSent={onSent} />
        </>
      )}
    </main>
  );
}

function EmptyChannel({ command }: { readonly command: string }) {
  return (
    <div className="empty">
      <p className="empty-sign" aria-hidden="true">
        🐬
      </p>
      <p>Nothing here yet.</p>
      <p className="muted">
        Start an operation in the Azure pane and press “Watch in #dba”, or type{' '}
        <code>{command}</code>.
      </p>
    </div>
  );
}

/** A deleted message stays as a placeholder only where a thread hangs on it. */
function isShown(message: PageMessage, all: readonly PageMessage[]): boolean {
  return !message.deleted || all.some((other) => other.threadTs === message.ts && !other.deleted);
}

function countReplies(messages: readonly PageMessage[]): ReadonlyMap<string, Replies> {
  const replies = new Map<string, Replies>();
  for (const { threadTs, deleted, ephemeral, postedAt } of messages) {
    if (threadTs === undefined || deleted || ephemeral) continue;
    replies.set(threadTs, { count: (replies.get(threadTs)?.count ?? 0) + 1, lastAt: postedAt });
  }
  return replies;
}
