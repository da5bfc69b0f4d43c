import { memo, use, useCallback } from 'react';
import type { PageMessage } from '../../protocol.ts';
import { Blocks } from '../blocks/blocks.tsx';
import type { FieldValue } from '../blocks/elements.ts';
import { PressContext } from '../blocks/pressing.ts';
import { Mrkdwn } from '../mrkdwn/mrkdwn.tsx';
import { ShortcutMenu } from '../shell/shortcuts.tsx';
import { useAsk } from '../state/ask-server.ts';
import { clockTime, fullTime } from '../state/clock-time.ts';
import { usePeople } from '../state/people.ts';
import { Avatar } from './avatar.tsx';
import { DismissContext } from './dismissing.ts';
import { ReplyCount } from './reply-count.tsx';

interface MessageProps {
  readonly message: PageMessage;
  /** 0 where it has none, or where replies are not offered. */
  readonly replies: number;
  readonly lastReplyAt?: number | undefined;
  readonly isFocused?: boolean;
  /** Opens its thread; absent for what has none. */
  readonly onOpenThread?: ((ts: string) => void) | undefined;
}

/** One message; drawn again only when it changes itself. */
export const Message = memo(function Message(props: MessageProps) {
  const { message, isFocused = false } = props;
  const ask = useAsk();
  const { userOf } = usePeople();
  const user = userOf(message.user);
  const { channel, ts } = message;
  const press = useCallback(
    async (actionId: string, value?: FieldValue) => {
      const chosen = value === undefined ? {} : { value };
      await ask({ do: 'press', channel, ts, actionId, ...chosen });
    },
    [ask, channel, ts],
  );
  const dismiss = use(DismissContext);
  const openThread = props.onOpenThread && (() => props.onOpenThread?.(ts));
  const kind = `${message.ephemeral ? ' ephemeral' : ''}${isFocused ? ' focused' : ''}`;
  return (
    <article className={`message${kind}`} data-ts={ts} aria-label={`Message from ${user.name}`}>
      <Avatar user={user} />
      <div className="message-main">
        {message.ephemeral && <p className="whisper">👁 Only visible to you</p>}
        <div className="byline">
          <b>{user.name}</b>
          {user.isBot && <span className="badge">APP</span>}
          <time
            dateTime={new Date(message.postedAt).toISOString()}
            title={fullTime(message.postedAt)}
          >
            {clockTime(message.postedAt)}
          </time>
        </div>
        <PressContext value={press}>
          <MessageBody message={message} />
        </PressContext>
        {message.ephemeral && (
          <button type="button" className="plain-link" onClick={() => dismiss(message)}>
            Dismiss message
          </button>
        )}
        {openThread && props.replies > 0 && (
          <ReplyCount count={props.replies} lastAt={props.lastReplyAt} onOpen={openThread} />
        )}
      </div>
      {!message.ephemeral && !message.deleted && (
        <div className="message-tools">
          {openThread && (
            <button type="button" className="message-tool" onClick={openThread}>
              Reply in thread
            </button>
          )}
          <ShortcutMenu channel={channel} ts={ts} />
        </div>
      )}
    </article>
  );
});

function MessageBody({ message }: { readonly message: PageMessage }) {
  const { blocks, text, editedAt } = message;
  if (message.deleted) return <p className="muted">This message was deleted.</p>;
  return (
    <div className="message-body">
      {blocks.length > 0 ? <Blocks blocks={blocks} /> : <Mrkdwn text={text} />}
      {message.pictures.map(({ title, url }) => (
        <figure key={url} className="upload">
          <figcaption>{title}</figcaption>
          <img src={url} alt={title} />
        </figure>
      ))}
      {editedAt !== undefined && (
        <span className="edited" title={fullTime(editedAt)}>
          (edited)
        </span>
      )}
    </div>
  );
}
