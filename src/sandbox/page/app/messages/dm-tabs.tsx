import { formatRoute } from '../state/route.ts';

/** Home and Messages, as Slack shows them for an app. */
export function DmTabs({
  channel,
  isHome,
}: {
  readonly channel: string;
  readonly isHome: boolean;
}) {
  return (
    <nav className="dm-tabs" aria-label="The app">
      <a href={formatRoute({ channel, home: true })} aria-current={isHome ? 'page' : undefined}>
        Home
      </a>
      <a href={formatRoute({ channel })} aria-current={isHome ? undefined : 'page'}>
        Messages
      </a>
    </nav>
  );
}
