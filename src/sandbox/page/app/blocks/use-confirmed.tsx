import { type ReactNode, useState } from 'react';
import { ConfirmDialog } from './confirm-dialog.tsx';
import type { Confirmation } from './elements.ts';

interface Confirmed {
  readonly isBusy: boolean;
  /** Does it, after the person has confirmed it where that is asked for. */
  readonly run: (action: () => Promise<void>) => void;
  /** To be drawn beside the element. */
  readonly dialog: ReactNode;
}

/** Runs one action at a time, each after its confirmation. */
export function useConfirmed(confirmation: Confirmation | undefined): Confirmed {
  const [isBusy, setBusy] = useState(false);
  const [asked, setAsked] = useState<() => Promise<void>>();
  const start = (action: () => Promise<void>) => {
    setBusy(true);
    void action().finally(() => setBusy(false));
  };
  return {
    isBusy,
    run: (action) => {
      if (isBusy) return;
      if (confirmation) setAsked(() => action);
      else start(action);
    },
    dialog: confirmation && asked && (
      <ConfirmDialog
        confirmation={confirmation}
        onDeny={() => setAsked(undefined)}
        onConfirm={() => {
          setAsked(undefined);
          start(asked);
        }}
      />
    ),
  };
}
