import type { ApiCall } from './state/api-call.ts';
import type { ChangeListener } from './state/change-feed.ts';
import type { ChannelChange, SimulatedChannel, SimulatedUser } from './state/channels.ts';
import type { SimulatedFile } from './state/files.ts';
import { IDENTITY } from './state/identity.ts';
import type {
  MessageContent,
  Ping,
  SimulatedEphemeral,
  SimulatedMessage,
} from './state/message.ts';
import { type UntilOptions, until } from './state/until.ts';
import type { SimulatedHome, SimulatedModal } from './state/view.ts';
import type { Workspace } from './state/workspace.ts';

interface PersonMessage
  extends Pick<MessageContent, 'attachments' | 'files'>,
    Partial<Pick<MessageContent, 'blocks'>> {
  readonly channel: string;
  readonly user: string;
  readonly text: string;
  readonly threadTs?: string;
}

/** What the workspace holds, to be looked at, and what people can change in it without the app. */
export interface SlackState {
  channels(): readonly SimulatedChannel[];
  readonly users: readonly SimulatedUser[];
  /** What stands in the channel itself, oldest first; without deleted messages. */
  messages(channel: string): readonly SimulatedMessage[];
  /** The replies under a message, oldest first; without deleted ones. */
  thread(channel: string, ts: string): readonly SimulatedMessage[];
  /** One message, be it deleted or not. */
  message(channel: string, ts: string): SimulatedMessage | undefined;
  /** What one person was shown in a channel that nobody else sees. */
  ephemerals(channel: string, user: string): readonly SimulatedEphemeral[];
  /** The modals a person has open, the topmost last. */
  modals(user: string): readonly SimulatedModal[];
  home(user: string): SimulatedHome | undefined;
  /** What was uploaded. */
  file(id: string): SimulatedFile | undefined;
  /** Who was notified by new messages, in order. */
  readonly pings: readonly Ping[];
  /** Every call of the Web API and every use of a `response_url`, in order. */
  readonly calls: readonly ApiCall[];

  /** Calls `listener` after each change; returns how to stop that. */
  onChange(listener: ChangeListener): () => void;
  /** Resolves once `probe` answers something else than `undefined` or `false`. */
  until<T>(probe: () => T | undefined | false, options?: UntilOptions): Promise<T>;

  /** Puts a message there that the bot has posted earlier: it counts against no limit. */
  postedEarlier(message: MessageContent & { readonly channel: string }): SimulatedMessage;
  /** A person writes a message. */
  say(message: PersonMessage): SimulatedMessage;
  /** A person deletes a message, the bot's too. */
  deleteMessage(channel: string, ts: string): void;
  /** The direct messages of a person with the bot, opened if they are not yet. */
  directMessages(user: string): SimulatedChannel;
  changeChannel(id: string, change: ChannelChange): void;
}

export function createSlackState(workspace: Workspace): SlackState {
  const { directory, ephemerals, feed, files, messages, views } = workspace;
  return {
    channels: () => directory.channels,
    users: directory.users,
    messages: (channel) => messages.inChannel(channel),
    thread: (channel, ts) => messages.inThread(channel, ts),
    message: (channel, ts) => messages.find(channel, ts),
    ephemerals: (channel, user) => ephemerals.shownTo(channel, user),
    modals: (user) => views.openModals(user),
    home: (user) => views.home(user),
    file: (id) => files.find(id),
    pings: messages.pings,
    calls: workspace.callLog.calls,
    onChange: (listener) => feed.subscribe(listener),
    until: (probe, options) => until(feed, probe, options),
    postedEarlier(message) {
      if (directory.channel(message.channel) === undefined) {
        throw new Error(`There is no channel ${message.channel}`);
      }
      const { botUserId: user, botId } = IDENTITY;
      return messages.post({ ...message, user, botId, origin: 'api' });
    },
    say(message) {
      if (directory.channel(message.channel) === undefined) {
        throw new Error(`There is no channel ${message.channel}`);
      }
      return messages.post({ blocks: [], ...message, origin: 'person' });
    },
    deleteMessage(channel, ts) {
      const message = messages.find(channel, ts);
      if (message === undefined) throw new Error(`There is no message ${ts} in ${channel}`);
      messages.remove(message);
    },
    directMessages(id) {
      const user = directory.user(id);
      if (user === undefined) throw new Error(`There is no user ${id}`);
      return directory.directMessages(user).channel;
    },
    changeChannel: (id, change) => directory.change(id, change),
  };
}
