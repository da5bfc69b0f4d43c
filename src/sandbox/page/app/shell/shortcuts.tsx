import { createContext, use } from 'react';
import type { PageShortcut } from '../../protocol.ts';
import { useAsk } from '../state/ask-server.ts';
import { Menu } from './menu.tsx';

export const ShortcutsContext = createContext<readonly PageShortcut[]>([]);

interface ShortcutMenuProps {
  readonly channel: string;
  /** The message whose menu it is; absent beside the composer. */
  readonly ts?: string;
}

/** The app's shortcuts, nothing where it has none: those for a message, or those for anywhere. */
export function ShortcutMenu({ channel, ts }: ShortcutMenuProps) {
  const ask = useAsk();
  const type = ts === undefined ? 'global' : 'message';
  const offered = use(ShortcutsContext).filter((shortcut) => shortcut.type === type);
  if (offered.length === 0) return null;
  const place = ts === undefined ? { channel } : { channel, ts };
  const [label, sign, className] =
    type === 'global' ? ['Shortcuts', '+', 'icon'] : ['More actions', '⋮', 'message-tool'];
  return (
    <Menu label={label} sign={sign} className={className}>
      {offered.map(({ callbackId, name, about }) => (
        <button
          key={callbackId}
          type="button"
          onClick={() => void ask({ do: 'shortcut', callbackId, ...place })}
        >
          {name}
          <small className="muted">{about}</small>
        </button>
      ))}
    </Menu>
  );
}
