import type { ModalView } from '@slack/types';
import * as v from 'valibot';
import { LONGEST_DONE } from '../../watch/acknowledgement.ts';
import { ChannelId } from '../../watch/names.ts';
import { type CarePress, carePressOf } from '../messages/care-buttons.ts';

/** Its `callback_id`. */
export const DONE_FORM = 'done-form';
/** Its only field. */
const DONE_FIELD = 'line';

/** Asks what was done about an alert; nothing needs to be said. */
export function doneForm({
  press,
  channel,
  at,
}: {
  /** The value of the button. */
  readonly press: string;
  readonly channel: ChannelId;
  /** When it is opened, in milliseconds since the epoch: what comes later is not closed with it. */
  readonly at: number;
}): ModalView {
  return {
    type: 'modal',
    callback_id: DONE_FORM,
    private_metadata: JSON.stringify({ press, channel, at }),
    title: { type: 'plain_text', text: 'Done' },
    submit: { type: 'plain_text', text: 'Done' },
    close: { type: 'plain_text', text: 'Not yet' },
    blocks: [
      {
        type: 'input',
        block_id: DONE_FIELD,
        optional: true,
        label: { type: 'plain_text', text: 'What was done?' },
        hint: {
          type: 'plain_text',
          text: 'It is told in the alert’s thread and in the history. Nobody is called again.',
        },
        element: {
          type: 'plain_text_input',
          action_id: DONE_FIELD,
          multiline: true,
          max_length: LONGEST_DONE,
        },
      },
    ],
  };
}

const About = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({ press: v.string(), channel: ChannelId, at: v.number() }),
);

const Submitted = v.object({
  private_metadata: About,
  state: v.object({
    values: v.record(v.string(), v.record(v.string(), v.object({ value: v.nullish(v.string()) }))),
  }),
});

/** Reads what Slack sends of it. @param removeKnown takes secrets of ours out of what people write */
export function readDoneForm(
  view: unknown,
  removeKnown: (text: string) => string,
): CarePress & {
  readonly channel: ChannelId;
  readonly line: string;
  readonly openedAt: number;
} {
  const { private_metadata: about, state } = v.parse(Submitted, view);
  const line = state.values[DONE_FIELD]?.[DONE_FIELD]?.value ?? '';
  const { press, channel, at } = about;
  return { ...carePressOf(press), channel, line: removeKnown(line), openedAt: at };
}
