import { createContext, use } from 'react';
import type { FieldValue } from './elements.ts';

/** Tells the bot that something was pressed or chosen; resolves when it has been told. */
export type Press = (actionId: string, value?: FieldValue) => Promise<void>;

/** Set by what surrounds the blocks: a message or a view. */
export const PressContext = createContext<Press>(async () => undefined);

export function usePress(): Press {
  return use(PressContext);
}
