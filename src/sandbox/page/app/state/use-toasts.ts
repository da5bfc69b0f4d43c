import { useCallback, useEffect, useState } from 'react';
import type { PageMessage } from '../../protocol.ts';

const SHOWN_FOR_MS = 6000;
const MOST = 3;

export interface Toasts {
  readonly toasts: readonly PageMessage[];
  readonly show: (message: PageMessage) => void;
  readonly hide: (message: PageMessage) => void;
  /** While somebody is at them, none goes away by itself. */
  readonly hold: (isHeld: boolean) => void;
}

/** The latest few notifications, each for some seconds. */
export function useToasts(): Toasts {
  const [toasts, setToasts] = useState<readonly PageMessage[]>([]);
  const show = useCallback((message: PageMessage) => {
    setToasts((before) => [...before, message].slice(-MOST));
  }, []);
  const hide = useCallback((message: PageMessage) => {
    setToasts((before) => before.filter((shown) => shown !== message));
  }, []);
  const [isHeld, hold] = useState(false);
  const [oldest] = toasts;
  useEffect(() => {
    if (!oldest || isHeld) return;
    const timer = setTimeout(() => hide(oldest), SHOWN_FOR_MS);
    return () => clearTimeout(timer);
  }, [oldest, hide, isHeld]);
  return { toasts, show, hide, hold };
}
