import type { Answer } from './answer.ts';

/** What strikes one read: another answer than the operation's own, or its own after some time. */
export type ReadFault = Answer | { readonly kind: 'late'; readonly afterMs: number };

/** Decides for each read of a known or unknown operation whether a fault strikes it, and which. */
export type ReadFaultDecision = (read: { readonly operationId: string }) => ReadFault | undefined;
