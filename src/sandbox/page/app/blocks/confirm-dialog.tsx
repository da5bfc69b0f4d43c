import { useId } from 'react';
import { Dialog } from '../shell/dialog.tsx';
import type { Confirmation } from './elements.ts';
import { Text } from './text.tsx';

interface ConfirmDialogProps {
  readonly confirmation: Confirmation;
  readonly onConfirm: () => void;
  readonly onDeny: () => void;
}

export function ConfirmDialog({ confirmation, onConfirm, onDeny }: ConfirmDialogProps) {
  const titleId = useId();
  const { title, text, confirm, deny, style } = confirmation;
  return (
    <Dialog labelledBy={titleId} className="confirm" onCancel={onDeny}>
      <h2 id={titleId}>{title?.text ?? 'Are you sure?'}</h2>
      <div className="dialog-body">
        <Text text={text} />
      </div>
      <div className="dialog-actions">
        <button type="button" className="button" onClick={onDeny}>
          {deny?.text ?? 'Cancel'}
        </button>
        <button
          type="button"
          className={`button ${style === 'danger' ? 'danger' : 'primary'}`}
          onClick={onConfirm}
        >
          {confirm?.text ?? 'Yes'}
        </button>
      </div>
    </Dialog>
  );
}
