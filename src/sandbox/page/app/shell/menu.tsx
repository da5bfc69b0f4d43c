import { type ReactNode, type ToggleEvent, useId, useRef } from 'react';

const GAP_PX = 4;
const MARGIN_PX = 8;

interface MenuProps {
  /** What a screen reader calls it. */
  readonly label: string;
  readonly sign: string;
  readonly className: string;
  readonly children: ReactNode;
}

/** Choices behind a button, over everything else; Escape, a choice or a click elsewhere closes it. */
export function Menu({ label, sign, className, children }: MenuProps) {
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const menu = useRef<HTMLDivElement>(null);
  const place = ({ newState }: ToggleEvent) => {
    if (newState === 'open' && button.current && menu.current)
      putBeside(button.current, menu.current);
  };
  return (
    <>
      <button
        ref={button}
        type="button"
        className={className}
        aria-label={label}
        popoverTarget={id}
      >
        {sign}
      </button>
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: what is pressed is a button or a link within */}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: see above */}
      <div
        ref={menu}
        id={id}
        popover="auto"
        className="menu"
        onToggle={place}
        onClick={() => menu.current?.hidePopover()}
      >
        {children}
      </div>
    </>
  );
}

/** Below the button where there is room, else above it, and never beyond the window. */
function putBeside(button: HTMLElement, menu: HTMLElement): void {
  const at = button.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = menu;
  const below = at.bottom + GAP_PX;
  const top = below + height > innerHeight ? at.top - GAP_PX - height : below;
  const left = Math.min(Math.max(at.right - width, MARGIN_PX), innerWidth - MARGIN_PX - width);
  menu.style.top = `${top}px`;
  menu.style.left = `${left}px`;
}
