import { type RefObject, useCallback, useEffect, useRef, useState } from 'react';

const NEAR_PX = 48;

interface StickyBottom {
  readonly list: RefObject<HTMLDivElement | null>;
  readonly content: RefObject<HTMLDivElement | null>;
  /** False when the reader has scrolled up. */
  readonly isAtBottom: boolean;
  readonly onScroll: () => void;
  readonly toBottom: () => void;
}

/** Keeps a list at its bottom while it grows, unless the reader has scrolled up. */
export function useStickyBottom(): StickyBottom {
  const list = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const sticks = useRef(true);
  const [isAtBottom, setAtBottom] = useState(true);

  const toBottom = useCallback(() => {
    sticks.current = true;
    const { current } = list;
    if (current) current.scrollTop = current.scrollHeight;
  }, []);
  const onScroll = useCallback(() => {
    const { current } = list;
    if (!current) return;
    const left = current.scrollHeight - current.scrollTop - current.clientHeight;
    sticks.current = left < NEAR_PX;
    setAtBottom(sticks.current);
  }, []);

  useEffect(() => {
    const observer = new ResizeObserver(() => {
      if (sticks.current) toBottom();
    });
    for (const { current } of [list, content]) if (current) observer.observe(current);
    return () => observer.disconnect();
  }, [toBottom]);

  return { list, content, isAtBottom, onScroll, toBottom };
}
