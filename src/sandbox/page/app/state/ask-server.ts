import { createContext, use } from 'react';
import type { Done, PageRequest } from '../../protocol.ts';

/** Asks the server to do something; where it could not be done, `problem` is a sentence. */
export async function askServer(request: PageRequest): Promise<Done> {
  try {
    const response = await fetch('/do', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(request),
    });
    const done: Done = await response.json();
    if (done.problem !== undefined || response.ok) return done;
    return { problem: `The demo answered ${response.status}.` };
  } catch {
    return { problem: 'The demo does not answer. Is it still running in its terminal?' };
  }
}

/** Asks, and shows what could not be done where the visitor looks. Resolves to whether it was done. */
export type Ask = (request: PageRequest) => Promise<boolean>;

export const AskContext = createContext<Ask>(async () => false);

export function useAsk(): Ask {
  return use(AskContext);
}
