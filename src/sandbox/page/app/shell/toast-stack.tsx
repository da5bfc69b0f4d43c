import type { PageMessage } from '../../protocol.ts';
import { plainWords } from '../mrkdwn/plain-words.ts';
import { usePeople } from '../state/people.ts';
import { goTo } from '../state/route.ts';
import type { Toasts } from '../state/use-toasts.ts';

/** Notifications as the desktop shows them: for new messages, never for edits. */
export function ToastStack({ toasts, hide, hold }: Toasts) {
  return (
    <div
      className="toasts"
      role="status"
      aria-label="Notifications"
      onPointerEnter={() => hold(true)}
      onPointerLeave={() => hold(false)}
    >
      {toasts.map((message) => (
        <Toast key={message.ts} message={message} onHide={() => hide(message)} />
      ))}
    </div>
  );
}

function Toast({
  message,
  onHide,
}: {
  readonly message: PageMessage;
  readonly onHide: () => void;
}) {
  const { userOf, nameOf } = usePeople();
  const open = () => {
    const { channel, ts, threadTs } = message;
    goTo({ channel, focus: ts, ...(threadTs === undefined ? {} : { thread: threadTs }) });
    onHide();
  };
  return (
    <div className="toast">
      <button type="button" className="toast-body" onClick={open}>
        <b>
          {userOf(message.user).name} in {nameOf('channel', message.channel)}
        </b>
        <span>{plainWords(message.text, nameOf, Date.now())}</span>
      </button>
      <button type="button" className="icon" aria-label="Hide notification" onClick={onHide}>
        ✕
      </button>
    </div>
  );
}
