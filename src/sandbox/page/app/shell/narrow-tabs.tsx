export type NarrowTab = 'channels' | 'messages' | 'azure';

const TABS = [
  ['channels', 'Channels'],
  ['messages', 'Messages'],
  ['azure', 'Azure'],
] as const;

interface NarrowTabsProps {
  readonly selected: NarrowTab;
  readonly unread: number;
  readonly onSelect: (tab: NarrowTab) => void;
}

/** Where there is room for one column only: which. */
export function NarrowTabs({ selected, unread, onSelect }: NarrowTabsProps) {
  return (
    <nav className="narrow-tabs" aria-label="Parts of the page">
      {TABS.map(([tab, label]) => (
        <button
          key={tab}
          type="button"
          aria-pressed={tab === selected}
          onClick={() => onSelect(tab)}
        >
          {label}
          {tab === 'channels' && unread > 0 && (
            <span className="count">
              {unread}
              <span className="sr-only"> unread</span>
            </span>
          )}
        </button>
      ))}
    </nav>
  );
}
