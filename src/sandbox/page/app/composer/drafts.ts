import { createContext, use, useCallback, useMemo, useState } from 'react';

/** What has been typed and not sent, by channel or thread. */
export interface Drafts {
  readonly textOf: (key: string) => string;
  readonly write: (key: string, text: string) => void;
}

export const DraftsContext = createContext<Drafts>({ textOf: () => '', write: () => undefined });

export function useDrafts(): Drafts {
  return use(DraftsContext);
}

export function useKeptDrafts(): Drafts {
  const [drafts, setDrafts] = useState<Readonly<Record<string, string>>>({});
  const write = useCallback((key: string, text: string) => {
    setDrafts((before) => ({ ...before, [key]: text }));
  }, []);
  return useMemo(() => ({ textOf: (key) => drafts[key] ?? '', write }), [drafts, write]);
}
