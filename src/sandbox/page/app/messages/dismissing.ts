import { createContext } from 'react';
import type { PageMessage } from '../../protocol.ts';

/** Hides for good what only the visitor sees. */
export type Dismiss = (message: PageMessage) => void;

export const DismissContext = createContext<Dismiss>(() => undefined);
