import { useCallback, useState } from 'react';

const KEY = 'guide-dismissed';

/** Whether the guide is shown; whoever has dismissed it once is left alone, after a restart too. */
export function useGuide() {
  const [isShown, setShown] = useState(() => localStorage.getItem(KEY) === null);
  const dismiss = useCallback(() => {
    localStorage.setItem(KEY, 'yes');
    setShown(false);
  }, []);
  const show = useCallback(() => setShown(true), []);
  return { isShown, dismiss, show };
}
