import type { ModalView } from '@slack/types';
import type { Refusal } from '../../asking/refusals.ts';
import { section } from '../messages/blocks.ts';
import { escaped } from '../messages/text.ts';

/** Why there is no form for somebody. */
export function refusalView({ explanation }: Refusal): ModalView {
  return {
    type: 'modal',
    title: { type: 'plain_text', text: 'Watch an operation' },
    close: { type: 'plain_text', text: 'Close' },
    blocks: [section(`🙅 ${escaped(explanation, 2500)}`)],
  };
}
