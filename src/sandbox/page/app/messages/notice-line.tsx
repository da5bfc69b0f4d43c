import type { Notice } from '../state/notices.ts';

interface NoticeLineProps {
  readonly notice: Notice;
  readonly onDismiss: (id: number) => void;
}

/** What could not be done, as Slackbot would whisper it. */
export function NoticeLine({ notice, onDismiss }: NoticeLineProps) {
  return (
    <div className="message ephemeral notice" role="alert">
      <span className="avatar shade-0" aria-hidden="true">
        🤖
      </span>
      <div className="message-main">
        <p className="whisper">👁 Only visible to you</p>
        <div className="byline">
          <b>Slackbot</b>
        </div>
        <p className="lines">{notice.text}</p>
        <button type="button" className="plain-link" onClick={() => onDismiss(notice.id)}>
          Dismiss message
        </button>
      </div>
    </div>
  );
}
