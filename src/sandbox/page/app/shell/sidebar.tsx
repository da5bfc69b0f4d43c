import type { PageChannel } from '../../protocol.ts';
import { formatRoute } from '../state/route.ts';
import { ChannelSign } from './channel-sign.tsx';

interface SidebarProps {
  readonly channels: readonly PageChannel[];
  readonly selected: string;
  readonly unread: ReadonlyMap<string, number>;
  readonly onChoose: () => void;
}

export function Sidebar({ channels, ...others }: SidebarProps) {
  const direct = channels.filter(({ kind }) => kind === 'dm');
  return (
    <nav className="sidebar" aria-label="Channels">
      <p className="workspace">Sandbox</p>
      <h2>Channels</h2>
      <ChannelList channels={channels.filter(({ kind }) => kind !== 'dm')} {...others} />
      {direct.length > 0 && (
        <>
          <h2>Apps</h2>
          <ChannelList channels={direct} {...others} />
        </>
      )}
    </nav>
  );
}

function ChannelList({ channels, selected, unread, onChoose }: SidebarProps) {
  return (
    <ul>
      {channels.map(({ id, name, kind }) => {
        const count = unread.get(id) ?? 0;
        return (
          <li key={id}>
            <a
              href={formatRoute({ channel: id })}
              className={count > 0 ? 'unread' : undefined}
              aria-current={id === selected ? 'page' : undefined}
              onClick={onChoose}
            >
              <ChannelSign kind={kind} />
              <span className="channel-name">{name}</span>
              {count > 0 && (
                <span className="count">
                  {count}
                  <span className="sr-only"> unread</span>
                </span>
              )}
            </a>
          </li>
        );
      })}
    </ul>
  );
}
