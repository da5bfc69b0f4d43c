export function Banner({ isConnected }: { readonly isConnected: boolean }) {
  return (
    <header className="banner">
      <h1>mysqlop</h1>
      <p>
        <b>Simulation:</b> no Slack, no Azure. The bot is the real one.
      </p>
      <p className="connection" role="status">
        {isConnected ? '' : 'reconnecting …'}
      </p>
    </header>
  );
}
