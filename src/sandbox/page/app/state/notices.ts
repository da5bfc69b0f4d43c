import { useCallback, useState } from 'react';

/** Something the page itself tells the visitor, where Slackbot would. */
export interface Notice {
  readonly id: number;
  readonly channel: string;
  readonly thread?: string | undefined;
  readonly text: string;
}

export interface Notices {
  readonly notices: readonly Notice[];
  readonly add: (notice: Omit<Notice, 'id'>) => void;
  readonly dismiss: (id: number) => void;
}

export function useNotices(): Notices {
  const [notices, setNotices] = useState<readonly Notice[]>([]);
  const add = useCallback((notice: Omit<Notice, 'id'>) => {
    setNotices((before) => [...before, { ...notice, id: (before.at(-1)?.id ?? 0) + 1 }]);
  }, []);
  const dismiss = useCallback((id: number) => {
    setNotices((before) => before.filter((notice) => notice.id !== id));
  }, []);
  return { notices, add, dismiss };
}
