import type { ModalView } from '@slack/types';
import type { Refusal } from '../../asking/refusals.ts';
import { section } from '../messages/blocks.ts';
import { escaped } from '../messages/text.ts';

/** Why there is no form for somebody. */
export function refusalView({ explanation }: Refusal, title = 'Watch an operation'): ModalView {
  return {
    type: 'modal',
    title: { type: 'plain_text', text: title },
    close: { type: 'plain_text', text: 'Close' },
    blocks: [section(`🙅 ${escaped(explanation, 2500)}`)],
  };
}
