import type { ModalView } from '@slack/types';
import type { ChannelId } from '../../watch/names.ts';
import { type Answer, answerMessage } from '../messages/answers.ts';
import { context } from '../messages/blocks.ts';

/** Slack's limit: docs.slack.dev/reference/views/modal-views */
const MOST_BLOCKS = 100;

/** An answer in the place of the form that asked. @param channel the one that the answer calls “here” */
export function answerView(answer: Answer, channel: ChannelId): ModalView {
  const where = channel.startsWith('D') ? 'a direct conversation' : `<#${channel}>`;
  return {
    type: 'modal',
    title: { type: 'plain_text', text: 'Watch an operation' },
    close: { type: 'plain_text', text: 'Done' },
    blocks: [
      ...answerMessage(answer).blocks.slice(0, MOST_BLOCKS - 1),
      context(`“Here” is ${where}.`),
    ],
  };
}
