import { type RefObject, useCallback, useEffect, useRef, useState } from 'react';

const NEAR_PX = 48;

interface StickyBottom {
  readonly list: RefObject<HTMLDivElement | null>;
  readonly content: RefObject<HTMLDivElement | null>;
  /** False when the reader has scrolled up. */
  readonly isAtBottom: boolean;
  readonly onScroll: () => void;
  readonly toBottom: () => void;
  /** Shows an element in the middle, and stays there unless that is the bottom. */
  readonly toMiddle: (shown: Element) => void;
}

/** Keeps a list at its bottom while anything of it grows, unless the reader has scrolled up. */
export function useStickyBottom(): StickyBottom {
  const list = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const sticks = useRef(true);
  const lastTop = useRef(0);
  const [isAtBottom, setAtBottom] = useState(true);

  const stick = useCallback((does: boolean) => {
    sticks.current = does;
    setAtBottom(does);
  }, []);
  const toBottom = useCallback(() => {
    stick(true);
    const { current } = list;
    if (!current) return;
    current.scrollTop = current.scrollHeight;
    lastTop.current = current.scrollTop;
  }, [stick]);
  const onScroll = useCallback(() => {
    const { current } = list;
    // A list that is not drawn, as beside a thread on a phone, has no place.
    if (!current || current.clientHeight === 0) return;
    const isUp = current.scrollTop < lastTop.current;
    lastTop.current = current.scrollTop;
    // What has come since the list was last drawn moves the bottom away, and nobody has scrolled: only up lets go.
    if (leftBelow(current) < NEAR_PX) stick(true);
    else if (isUp) stick(false);
  }, [stick]);
  const toMiddle = useCallback(
    (shown: Element) => {
      shown.scrollIntoView({ block: 'center' });
      const { current } = list;
      if (!current) return;
      lastTop.current = current.scrollTop;
      stick(leftBelow(current) < NEAR_PX);
    },
    [stick],
  );

  useEffect(() => {
    const observer = new ResizeObserver(() => {
      if (sticks.current) toBottom();
    });
    for (const { current } of [list, content]) if (current) observer.observe(current);
    return () => observer.disconnect();
  }, [toBottom]);

  return { list, content, isAtBottom, onScroll, toBottom, toMiddle };
}

function leftBelow({ scrollHeight, scrollTop, clientHeight }: HTMLElement): number {
  return scrollHeight - scrollTop - clientHeight;
}
