import type { Connection } from '../state/use-server.ts';

const SAYINGS: Readonly<Record<Connection, string>> = {
  open: '',
  lost: 'reconnecting …',
  gone: 'The demo does not answer. Is it still running in its terminal?',
  over: 'The demo has ended. Start it again with “npm run demo”, and this page goes on.',
};

interface BannerProps {
  readonly connection: Connection;
  /** Absent while the guide is shown. */
  readonly onGuide?: (() => void) | undefined;
}

export function Banner({ connection, onGuide }: BannerProps) {
  return (
    <header className="banner">
      <h1>mysqlop</h1>
      <p>
        <b>Simulation:</b> no Slack, no Azure. The bot is the real one.
      </p>
      <p className="connection" role="status">
        {SAYINGS[connection]}
      </p>
      {onGuide && (
        <button type="button" className="plain-link" onClick={onGuide}>
          What is this?
        </button>
      )}
    </header>
  );
}
