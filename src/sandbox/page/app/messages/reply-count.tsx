import { clockTime } from '../state/clock-time.ts';

interface ReplyCountProps {
  readonly count: number;
  readonly lastAt: number | undefined;
  readonly onOpen: () => void;
}

/** Opens the thread. */
export function ReplyCount({ count, lastAt, onOpen }: ReplyCountProps) {
  return (
    <button type="button" className="replies" onClick={onOpen}>
      <b>{count === 1 ? '1 reply' : `${count} replies`}</b>
      {lastAt !== undefined && <span className="muted">Last reply at {clockTime(lastAt)}</span>}
    </button>
  );
}
