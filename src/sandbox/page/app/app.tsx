import { useCallback, useEffect, useMemo, useState } from 'react';
import type { PageMessage, PageShortcut } from '../protocol.ts';
import { AzurePane } from './azure/azure-pane.tsx';
import { DraftsContext, useKeptDrafts } from './composer/drafts.ts';
import { Guide } from './guide/guide.tsx';
import { useGuide } from './guide/use-guide.ts';
import { ChannelPane } from './messages/channel-pane.tsx';
import { type Dismiss, DismissContext } from './messages/dismissing.ts';
import { ThreadPane } from './messages/thread-pane.tsx';
import { plainWords } from './mrkdwn/plain-words.ts';
import { Banner } from './shell/banner.tsx';
import { type NarrowTab, NarrowTabs } from './shell/narrow-tabs.tsx';
import { ShortcutsContext } from './shell/shortcuts.tsx';
import { Sidebar } from './shell/sidebar.tsx';
import { ToastStack } from './shell/toast-stack.tsx';
import { type Ask, AskContext, askServer } from './state/ask-server.ts';
import { useNotices, withNotices } from './state/notices.ts';
import { PeopleContext, peopleOf } from './state/people.ts';
import { goTo, useRoute } from './state/route.ts';
import { useUnread } from './state/use-read-marks.ts';
import { useServer } from './state/use-server.ts';
import { useToasts } from './state/use-toasts.ts';
import { Modal } from './views/modal.tsx';

const NOBODY = { visitor: '', users: [], channels: [] };
const NO_MESSAGES: readonly PageMessage[] = [];
const NO_SHORTCUTS: readonly PageShortcut[] = [];

export function App() {
  const route = useRoute();
  const [tab, setTab] = useState<NarrowTab>('messages');
  const [news, setNews] = useState('');
  const toasts = useToasts();
  const notices = useNotices();
  const guide = useGuide();
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
  const { state, connection } = useServer(onNewMessage);

  const { visitor, users, channels } = state ?? NOBODY;
  const people = useMemo(() => peopleOf({ visitor, users, channels }), [visitor, users, channels]);
  const channel = channels.find(({ id }) => id === route.channel) ?? channels[0];
  const channelId = channel?.id ?? '';
  const all = state?.messages ?? NO_MESSAGES;
  const inChannel = useMemo(
    () => all.filter((message) => message.channel === channelId),
    [all, channelId],
  );
  const messages = useMemo(
    () => withNotices(inChannel, notices.notices, channelId),
    [inChannel, notices.notices, channelId],
  );
  const isInView = route.home !== true && channelId !== '';
  const unread = useUnread(all, visitor, isInView ? channelId : undefined);
  const unreadSum = [...unread.values()].reduce((sum, count) => sum + count, 0);

  useEffect(() => {
    document.title = `${unreadSum > 0 ? `(${unreadSum}) ` : ''}mysqlop: simulation`;
  }, [unreadSum]);

  const { add, dismiss: dismissNotice } = notices;
  const ask: Ask = useCallback(
    async (request) => {
      const { problem, isTold = false } = await askServer(request);
      if (problem === undefined) return true;
      const thread = 'threadTs' in request ? request.threadTs : undefined;
      const channel = 'channel' in request ? request.channel : channelId;
      if (!isTold) add({ channel, thread, text: problem });
      return false;
    },
    [add, channelId],
  );
  const dismiss: Dismiss = useCallback(
    (message) => {
      const { channel, ts } = message;
      if (!dismissNotice(message)) void ask({ do: 'dismiss', channel, ts });
    },
    [ask, dismissNotice],
  );

  const watchIn = channels.find(({ kind, isMember }) => kind === 'public' && isMember);
  const { write } = drafts;
  const commandName = state?.command.name ?? '';
  const watchInId = watchIn?.id;
  const onWatch = useCallback(
    (reference: string) => {
      if (watchInId === undefined) return;
      write(watchInId, `${commandName} watch ${reference}`);
      goTo({ channel: watchInId });
      setTab('messages');
      // After the channel has been drawn, should it have been another.
      setTimeout(() => document.querySelector<HTMLElement>('main textarea')?.focus(), 50);
    },
    [write, commandName, watchInId],
  );

  const home = state?.views.find(({ kind }) => kind === 'home');
  const isActive = connection === 'open' || connection === 'lost';
  const modal = state?.views.findLast(({ kind }) => kind === 'modal');
  return (
    <PeopleContext value={people}>
      <AskContext value={ask}>
        <DraftsContext value={drafts}>
          <DismissContext value={dismiss}>
            <ShortcutsContext value={state?.shortcuts ?? NO_SHORTCUTS}>
              {/* Without the demo nothing can be done, and every button says so. */}
              <fieldset
                role="presentation"
                className="page"
                disabled={!isActive}
                data-tab={tab}
                data-thread={route.thread !== undefined}
              >
                <Banner connection={connection} onGuide={guide.isShown ? undefined : guide.show} />
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
                      key={channel.id}
                      channel={channel}
                      messages={messages}
                      home={home}
                      route={route}
                      command={state.command}
                      notices={notices}
                      guide={
                        guide.isShown && (
                          <Guide state={state} onWatch={onWatch} onDismiss={guide.dismiss} />
                        )
                      }
                    />
                    {route.thread !== undefined && (
                      <ThreadPane
                        key={route.thread}
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
              </fieldset>
            </ShortcutsContext>
          </DismissContext>
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
