import type { ModalView } from '@slack/types';
import type { Message } from '../messages/message.ts';

/** A message in the place of a form. */
export function messageView(title: string, { blocks }: Message): ModalView {
  return {
    type: 'modal',
    title: { type: 'plain_text', text: title },
    close: { type: 'plain_text', text: 'Close' },
    blocks,
  };
}
