import { useCallback, useEffect, useMemo, useState } from 'react';
import type { PageMessage } from '../protocol.ts';
import { AzurePane } from './azure/azure-pane.tsx';
import { DraftsContext, useKeptDrafts } from './composer/drafts.ts';
import { ChannelPane } from './messages/channel-pane.tsx';
import { ThreadPane } from './messages/thread-pane.tsx';
import { plainWords } from './mrkdwn/plain-words.ts';
import { Banner } from './shell/banner.tsx';
import { type NarrowTab, NarrowTabs } from './shell/narrow-tabs.tsx';
import { Sidebar } from './shell/sidebar.tsx';
import { ToastStack } from './shell/toast-stack.tsx';
import { type Ask, AskContext, askServer } from './state/ask-server.ts';
import { useNotices } from './state/notices.ts';
import { PeopleContext, peopleOf } from './state/people.ts';
import { goTo, useRoute } from './state/route.ts';
import { useUnread } from './state/use-read-marks.ts';
import { useServer } from './state/use-server.ts';
import { useToasts } from './state/use-toasts.ts';
import { Modal } from './views/modal.tsx';

const NOBODY = { visitor: '', users: [], channels: [] };
const NO_MESSAGES: readonly PageMessage[] = [];

export function App() {
  const route = useRoute();
  const [tab, setTab] = useState<NarrowTab>('messages');
  const [news, setNews] = useState('');
  const toasts = useToasts();
  const notices = useNotices();
  const drafts = useKeptDrafts();

  const onNewMessage = (message: PageMessage) => {
    const { userOf, nameOf, visitor } = people;
    if (!userOf(message.user).isBot) return;
    if (message.channel === channelId) {
      setNews(`${userOf(message.user).name}: ${plainWords(message.text, nameOf, Date.now())}`);
    } else if (notifies(message, visitor)) {
      toasts.show(message);
    }
  };
  const { state, isConnected } = useServer(onNewMessage);

  const { visitor, users, channels } = state ?? NOBODY;
  const people = useMemo(() => peopleOf({ visitor, users, channels }), [visitor, users, channels]);
  const channel = channels.find(({ id }) => id === route.channel) ?? channels[0];
  const channelId = channel?.id ?? '';
  const all = state?.messages ?? NO_MESSAGES;
  const messages = useMemo(
    () => all.filter((message) => message.channel === channelId),
    [all, channelId],
  );
  const isInView = route.home !== true && channelId !== '';
  const unread = useUnread(all, visitor, isInView ? channelId : undefined);
  const unreadSum = [...unread.values()].reduce((sum, count) => sum + count, 0);

  useEffect(() => {
    document.title = `${unreadSum > 0 ? `(${unreadSum}) ` : ''}mysqlop: simulation`;
  }, [unreadSum]);

  const { add } = notices;
  const ask: Ask = useCallback(
    async (request) => {
      const problem = await askServer(request);
      if (problem === undefined) return true;
      const thread = 'threadTs' in request ? request.threadTs : undefined;
      add({ channel: 'channel' in request ? request.channel : channelId, thread, text: problem });
      return false;
    },
    [add, channelId],
  );

  const watchIn = channels.find(({ kind, isMember }) => kind === 'public' && isMember);
  const { write } = drafts;
  const commandName = state?.command.name ?? '';
  const watchInId = watchIn?.id;
  const onWatch = useCallback(
    (url: string) => {
      if (watchInId === undefined) return;
      write(watchInId, `${commandName} watch ${url}`);
      goTo({ channel: watchInId });
      setTab('messages');
      // After the channel has been drawn, should it have been another.
      setTimeout(() => document.querySelector<HTMLElement>('main textarea')?.focus(), 50);
    },
    [write, commandName, watchInId],
  );

  const home = state?.views.find(({ kind }) => kind === 'home');
  const modal = state?.views.findLast(({ kind }) => kind === 'modal');
  return (
    <PeopleContext value={people}>
      <AskContext value={ask}>
        <DraftsContext value={drafts}>
          <div className="page" data-tab={tab} data-thread={route.thread !== undefined}>
            <Banner isConnected={isConnected} />
            <NarrowTabs selected={tab} unread={unreadSum} onSelect={setTab} />
            {state && channel ? (
              <>
                <Sidebar
                  channels={channels}
                  selected={channelId}
                  unread={unread}
                  onChoose={() => setTab('messages')}
                />
                <ChannelPane
                  channel={channel}
                  messages={messages}
                  home={home}
                  route={route}
                  command={state.command}
                  notices={notices}
                />
                {route.thread !== undefined && (
                  <ThreadPane
                    channel={channel}
                    thread={route.thread}
                    focus={route.focus}
                    messages={messages}
                    command={state.command}
                    notices={notices}
                  />
                )}
                <AzurePane state={state} watchIn={watchIn} onWatch={onWatch} />
              </>
            ) : (
              <main className="empty">Starting …</main>
            )}
            <p className="sr-only" role="status">
              {news}
            </p>
            <ToastStack {...toasts} />
            {modal && <Modal key={modal.id} view={modal} />}
          </div>
        </DraftsContext>
      </AskContext>
    </PeopleContext>
  );
}

/** As in Slack: what stands in a channel, and replies in which the visitor is named. Never edits. */
function notifies(message: PageMessage, visitor: string): boolean {
  if (message.ephemeral || message.deleted) return false;
  return message.threadTs === undefined || message.text.includes(`<@${visitor}>`);
}
